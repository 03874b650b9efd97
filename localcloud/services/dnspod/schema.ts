import * as v from 'valibot';

/** Inputs of DNSPod, version 2021-03-23, as far as they have an effect or are only echoed. */

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const RecordId = v.pipe(v.number(), v.integer(), v.minValue(1));

const Record = {
  Domain: Name,
  RecordType: v.picklist(['A', 'AAAA', 'CNAME', 'TXT']),
  // Lines of one's own are sold; every zone has this one.
  RecordLine: v.literal('默认'),
  Value: v.pipe(v.string(), v.minLength(1)),
  SubDomain: v.optional(Name, '@'),
  TTL: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(604_800)), 600),
  Status: v.optional(v.picklist(['ENABLE', 'DISABLE']), 'ENABLE'),
  Remark: v.optional(v.string(), ''),
};

export const CreateRecord = v.strictObject(Record);
export const ModifyRecord = v.strictObject({ ...Record, RecordId });
export const DescribeRecord = v.strictObject({ Domain: Name, RecordId });
export const DescribeRecordList = v.strictObject({
  Domain: Name,
  Subdomain: v.optional(Name),
  RecordType: v.optional(v.string()),
  RecordLine: v.optional(v.string()),
  Offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3000)), 100),
  ErrorOnEmpty: v.optional(v.picklist(['yes', 'no']), 'yes'),
});
export const DeleteRecord = v.strictObject({ Domain: Name, RecordId });
