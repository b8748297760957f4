import type { ArchiveFinding, ArchiveVerification } from '../consolidator/commands.js';

const WORDS: Readonly<Record<ArchiveFinding['code'], string>> = {
  RECORD_CHANGED: '归档的字节与入库时不同',
  TOPIC_UNKNOWN: '不属于任何报送项目的主题（命名空间改过，或取消了报送项目）',
  OFFSETS_MISSING: '缺少归档记录',
  POSITION_DIFFERS: '消费位置与归档末尾不符',
  RECORD_MISSING: '数据集中有，归档中没有',
  SCHEMA_SPOILT: '数据契约文本缺失或改过',
  BOOKS_OPEN: '归档条数与数据集的账不平',
};

export function verificationLines({ records, places, faults, findings }: ArchiveVerification): string[] {
  const read = `已核对归档 ${records} 条（${places} 个主题分区）`;
  if (faults === 0) return [`✔ ${read}：字节、契约、序号、位置和账目全部相符`];
  const more = faults > findings.length ? [`  ……共 ${faults} 处，只列出前 ${findings.length} 处`] : [];
  return [
    `✘ ${read}：有 ${faults} 处不符`,
    ...findings.map(({ code, where, detail }) => `  ${WORDS[code]}：${where}（${detail}）`),
    ...more,
    '请保留现场，用最近的备份恢复数据集后再核对，见运维指南“归档与重建”。',
  ];
}
