import { pickLanguage } from '../../web/language';
import { en, zh } from '../../web/texts';

describe('language', () => {
  it.each([
    [['zh-CN', 'en'], 'zh-Hans', 'zh-CN'],
    [['ZH'], 'zh-Hans', 'zh'],
    [['en-GB', 'zh-CN'], 'en', 'en-GB'],
    [['fr-FR', 'de', 'zh-TW'], 'zh-Hans', 'zh-TW'],
    [['fr-FR'], 'en', 'en'],
    [['zhx', 'enm'], 'en', 'en'],
    [['en-US@posix'], 'en', 'en'],
    [[], 'en', 'en'],
  ])('for %j is %s with the numbers and times of %s', (preferred, lang, locale) => {
    const language = pickLanguage(preferred);
    expect(language.lang).toBe(lang);
    expect(language.formats.time.resolvedOptions().locale).toBe(locale);
  });

  it.each([
    [['en-GB', 'zh-TW'], 'zh-Hans', 'zh-Hans', 'zh-TW'],
    [['en-GB'], 'zh-Hans', 'zh-Hans', 'zh-Hans'],
    [['zh-CN', 'en-GB'], 'en', 'en', 'en-GB'],
    [['zh-CN'], 'nonsense', 'zh-Hans', 'zh-CN'],
  ])('for %j, when %s was chosen, is %s with times of %s', (preferred, chosen, lang, locale) => {
    const language = pickLanguage(preferred, chosen);
    expect(language.lang).toBe(lang);
    expect(language.formats.time.resolvedOptions().locale).toBe(locale);
  });

  it('offers the other one, by the tag it is chosen with', () => {
    expect(pickLanguage([], en.otherLang).texts).toBe(zh);
    expect(pickLanguage([], zh.otherLang).texts).toBe(en);
  });
});
