import type { ReadColumn } from '../reading/read-column.js';

/**
 * The six columns that say who the worker is; only the heading of the name differs between departments.
 *
 * @param path payload path of the person
 */
export function workerColumns(nameHeading: string, path = 'worker'): readonly ReadColumn[] {
  const personal = { personal: true } as const;
  return [
    {
      key: 'workerName',
      heading: nameHeading,
      required: true,
      reading: 'name',
      field: `${path}.identityRef`,
      expects: '与证件一致的姓名',
      example: '张三',
      ...personal,
    },
    {
      key: 'workerCertificateType',
      heading: '证件类型',
      required: true,
      reading: 'code',
      codeList: 'certificate-type',
      expects: '证件类型代码或名称，如“01”或“居民身份证”',
      example: '居民身份证',
      ...personal,
    },
    {
      key: 'workerCertificateNumber',
      heading: '证件号码',
      required: false,
      reading: 'identifier',
      expects: '与证件类型一致的证件号码；居民身份证为18位，该列须设为文本格式',
      example: '222521198503120011',
      ...personal,
    },
    {
      key: 'workerSex',
      heading: '性别',
      required: false,
      reading: 'code',
      codeList: 'sex',
      field: `${path}.sex`,
      expects: '“男”“女”或性别代码；空白时按居民身份证号码确定',
      example: '男',
      ...personal,
    },
    {
      key: 'workerBirthDate',
      heading: '出生日期',
      required: false,
      reading: 'date',
      field: `${path}.birthYear`,
      expects: '证件上的出生日期，如 1985-03-12；空白时按居民身份证号码确定',
      example: '1985-03-12',
      ...personal,
    },
    {
      key: 'workerTelephone',
      heading: '联系电话',
      required: false,
      reading: 'identifier',
      expects: '手机或固定电话号码',
      example: '13800000000',
      ...personal,
    },
  ];
}
