import { pickLanguage } from '../../web/language';

describe('language', () => {
  it.each([
    [['zh-CN', 'en'], 'zh-Hans', 'zh-CN'],
    [['ZH'], 'zh-Hans', 'ZH'],
    [['en-GB', 'zh-CN'], 'en', 'en-GB'],
    [['fr-FR', 'de', 'zh-TW'], 'zh-Hans', 'zh-TW'],
    [['fr-FR'], 'en', 'en'],
    [['zhx', 'enm'], 'en', 'en'],
    [[], 'en', 'en'],
  ])('for %j is %s with the numbers and times of %s', (preferred, lang, locale) => {
    expect(pickLanguage(preferred)).toMatchObject({ lang, locale });
  });
});
