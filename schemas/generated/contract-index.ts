// Made by `npm run generate` from the contracts and feeds; do not edit.
import type { EventContract } from '../contract.js';
import { rules as accidentCasualtyRules } from '../events/accident-casualty/rules.js';
import { rules as employerEnrolmentRules } from '../events/employer-enrolment/rules.js';
import { rules as injuryDeterminationRules } from '../events/injury-determination/rules.js';
import { rules as occupationalDiseaseRules } from '../events/occupational-disease/rules.js';
import { rules as periodStatementRules } from '../events/period-statement/rules.js';
import { rules as workSafetyAccidentRules } from '../events/work-safety-accident/rules.js';

/** Every event type of the hub. */
export const eventContracts: readonly EventContract[] = [
{
  "eventType": "accident-casualty",
  "recordName": "AccidentCasualty",
  "label": "事故伤亡人员",
  "doc": "One person killed, injured or missing in a work-safety accident, as known at this version. 生产安全事故报告和调查处理条例 (Decree 493) Art. 3, 12, 13.",
  "contractVersion": "1.0.0",
  "period": [
    "occurredAt"
  ],
  "place": "division",
  "authoritativeDepartment": "emergency-management",
  "avroSchema": {
    "type": "record",
    "name": "AccidentCasualty",
    "namespace": "workinjury",
    "label": "事故伤亡人员",
    "doc": "One person killed, injured or missing in a work-safety accident, as known at this version. 生产安全事故报告和调查处理条例 (Decree 493) Art. 3, 12, 13.",
    "eventType": "accident-casualty",
    "contractVersion": "1.0.0",
    "period": [
      "occurredAt"
    ],
    "place": "division",
    "authoritativeDepartment": "emergency-management",
    "fields": [
      {
        "name": "header",
        "type": {
          "type": "record",
          "name": "EventHeader",
          "namespace": "workinjury",
          "doc": "What every event carries, whoever sent it (docs/decisions/0002).",
          "fields": [
            {
              "name": "eventId",
              "type": "string",
              "label": "事件编号",
              "doc": "UUIDv5 over source, event type, record, basis era, basis, revision, operation and content digest: the same statement has the same id wherever it is made."
            },
            {
              "name": "sourceId",
              "type": "string",
              "label": "来源系统",
              "doc": "Registered source system of a department; opaque."
            },
            {
              "name": "department",
              "type": "string",
              "label": "部门",
              "doc": "Department that owns the source."
            },
            {
              "name": "reportingUnit",
              "type": "string",
              "label": "报送单位",
              "doc": "Reporting unit of the source (code list reporting-unit)."
            },
            {
              "name": "recordId",
              "type": "string",
              "label": "记录编号",
              "doc": "Natural key within source and event type; never a person's number."
            },
            {
              "name": "basisEra",
              "type": "int",
              "default": 0,
              "label": "版本依据纪元",
              "doc": "Raised when a feed changes the kind of its version basis."
            },
            {
              "name": "basisKind",
              "type": "string",
              "label": "版本依据种类",
              "doc": "sourceSequence, sourceChangedAt or exportAsOf."
            },
            {
              "name": "basis",
              "type": "long",
              "label": "版本依据",
              "doc": "sourceSequence: the source's own number; sourceChangedAt and exportAsOf: epoch milliseconds UTC."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "default": 1,
              "label": "台账纪元",
              "doc": "Raised when the department's ledger is restored from a backup."
            },
            {
              "name": "revision",
              "type": "int",
              "label": "修订号",
              "doc": "Numbers differing contents within one basis, from 1."
            },
            {
              "name": "operation",
              "type": "string",
              "label": "操作",
              "doc": "ASSERT or RETRACT (should never have been sent)."
            },
            {
              "name": "reason",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "label": "更正或撤回原因",
              "doc": "Required to retract, asked for on correction."
            },
            {
              "name": "replaces",
              "type": [
                "null",
                {
                  "type": "record",
                  "name": "ReplacedRecord",
                  "fields": [
                    {
                      "name": "sourceId",
                      "type": "string",
                      "doc": "Source of the record that is replaced."
                    },
                    {
                      "name": "recordId",
                      "type": "string",
                      "doc": "Record that is replaced."
                    }
                  ]
                }
              ],
              "default": null,
              "label": "替代的记录",
              "doc": "The record under its former, mistaken key."
            },
            {
              "name": "period",
              "type": "string",
              "label": "所属期",
              "doc": "Reporting month YYYY-MM of the event type's period date, by Asia/Shanghai."
            },
            {
              "name": "recordedAt",
              "type": [
                "null",
                {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                }
              ],
              "default": null,
              "label": "来源登记时间",
              "doc": "When the source recorded it, where the source says so."
            },
            {
              "name": "acceptedAt",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "label": "接收时间",
              "doc": "When the intake ledger committed it."
            },
            {
              "name": "batchId",
              "type": "string",
              "label": "批次号",
              "doc": "The submission it came with."
            },
            {
              "name": "rowNumber",
              "type": "int",
              "default": 0,
              "label": "行号",
              "doc": "Row of the submission, 1 = first record; 0 = implied by the hub."
            },
            {
              "name": "ledgerSeq",
              "type": "long",
              "label": "台账序号",
              "doc": "Gapless per source, event type and epoch."
            },
            {
              "name": "contentDigest",
              "type": "string",
              "label": "内容摘要",
              "doc": "SHA-256 (hex) of the payload's RFC 8785 JSON, nulls and defaults left out."
            },
            {
              "name": "contractVersion",
              "type": "string",
              "label": "契约版本",
              "doc": "Version of the event contract that the sender mapped to."
            },
            {
              "name": "deliveredUpTo",
              "type": [
                "null",
                "long"
              ],
              "default": null,
              "label": "已报送至台账序号",
              "doc": "Period statements: highest ledgerSeq of the stated event type in the same source and epoch when the statement was accepted; null on everything else. Not part of content digest or eventId."
            }
          ]
        },
        "doc": "Header."
      },
      {
        "name": "payload",
        "doc": "Null on RETRACT.",
        "default": null,
        "type": [
          "null",
          {
            "type": "record",
            "name": "AccidentCasualtyPayload",
            "fields": [
              {
                "name": "casualtyNumber",
                "type": "string",
                "label": "伤亡人员编号",
                "sensitivity": "L2",
                "key": true,
                "doc": "Number of the casualty in the source, e.g. the accident's number and a running number."
              },
              {
                "name": "accidentNumber",
                "type": "string",
                "label": "事故编号",
                "sensitivity": "L1",
                "doc": "Number of the accident in the source."
              },
              {
                "name": "person",
                "type": {
                  "type": "record",
                  "name": "PersonRef",
                  "namespace": "workinjury",
                  "doc": "A person, sealed: who it is, only the identity vault knows.",
                  "fields": [
                    {
                      "name": "identityRef",
                      "type": "string",
                      "label": "身份引用",
                      "sensitivity": "L3",
                      "doc": "HMAC-SM3 under the source's key over certificate type, number and name; without a number also the recordId."
                    },
                    {
                      "name": "birthYear",
                      "type": [
                        "null",
                        "int"
                      ],
                      "default": null,
                      "label": "出生年",
                      "sensitivity": "L3",
                      "doc": "Year of birth; null where unknown."
                    },
                    {
                      "name": "sex",
                      "type": "string",
                      "default": "0",
                      "label": "性别",
                      "sensitivity": "L3",
                      "codeList": "sex",
                      "doc": "GB/T 2261.1-2003."
                    }
                  ]
                },
                "label": "伤亡人员",
                "doc": "The person killed, injured or missing."
              },
              {
                "name": "occurredAt",
                "type": {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                },
                "label": "事故发生时间",
                "sensitivity": "L1",
                "doc": "When the accident happened."
              },
              {
                "name": "division",
                "type": "string",
                "label": "事故发生地",
                "sensitivity": "L1",
                "codeList": "division",
                "codeDate": "occurredAt",
                "doc": "Division where the accident happened."
              },
              {
                "name": "employer",
                "type": {
                  "type": "record",
                  "name": "Employer",
                  "namespace": "workinjury",
                  "doc": "An employing unit as the sending department names it. A unit that is a natural person is sealed: personRef is set, uscc and name are null.",
                  "fields": [
                    {
                      "name": "uscc",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "统一社会信用代码",
                      "sensitivity": "L2",
                      "identifier": "uscc",
                      "doc": "GB 32100-2015, 18 characters; null where the sender has none."
                    },
                    {
                      "name": "name",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位名称",
                      "sensitivity": "L2",
                      "doc": "Name as sent, normalised in width and spaces only."
                    },
                    {
                      "name": "personRef",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "自然人雇主引用",
                      "sensitivity": "L2",
                      "doc": "identityRef of an employer that is a natural person."
                    },
                    {
                      "name": "industry",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "行业",
                      "sensitivity": "L2",
                      "codeList": "industry",
                      "doc": "GB/T 4754-2017 class, four digits."
                    },
                    {
                      "name": "division",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位所在地",
                      "sensitivity": "L2",
                      "codeList": "division",
                      "doc": "GB/T 2260 division of the employer's seat."
                    }
                  ]
                },
                "label": "所属单位",
                "doc": "The unit that the person worked for; may differ from the unit where it happened."
              },
              {
                "name": "occupation",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "工种",
                "sensitivity": "L2",
                "doc": "Occupation as sent."
              },
              {
                "name": "harmGrade",
                "type": "string",
                "label": "伤害程度",
                "sensitivity": "L4",
                "codeList": "harm-grade",
                "doc": "Degree of harm as it counts in the accident's toll (Art. 3)."
              },
              {
                "name": "lostWorkdays",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "label": "损失工作日",
                "unit": "day",
                "minimum": 0,
                "maximum": 6000,
                "sensitivity": "L4",
                "doc": "Lost workdays (GB/T 15499); death counts 6000."
              },
              {
                "name": "diedAt",
                "type": [
                  "null",
                  {
                    "type": "long",
                    "logicalType": "timestamp-millis"
                  }
                ],
                "default": null,
                "label": "死亡时间",
                "sensitivity": "L4",
                "doc": "When the person died, if so."
              },
              {
                "name": "hospital",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "救治医疗机构",
                "sensitivity": "L4",
                "doc": "Hospital that treated the person."
              }
            ]
          }
        ]
      }
    ]
  },
  "fields": [
    {
      "path": "casualtyNumber",
      "column": "casualty_number",
      "avroType": "string",
      "nullable": false,
      "label": "伤亡人员编号",
      "doc": "Number of the casualty in the source, e.g. the accident's number and a running number.",
      "key": true,
      "sensitivity": "L2"
    },
    {
      "path": "accidentNumber",
      "column": "accident_number",
      "avroType": "string",
      "nullable": false,
      "label": "事故编号",
      "doc": "Number of the accident in the source.",
      "sensitivity": "L1"
    },
    {
      "path": "person.identityRef",
      "column": "person_identity_ref",
      "avroType": "string",
      "nullable": false,
      "label": "伤亡人员·身份引用",
      "doc": "HMAC-SM3 under the source's key over certificate type, number and name; without a number also the recordId.",
      "sensitivity": "L3"
    },
    {
      "path": "person.birthYear",
      "column": "person_birth_year",
      "avroType": "int",
      "nullable": true,
      "label": "伤亡人员·出生年",
      "doc": "Year of birth; null where unknown.",
      "sensitivity": "L3"
    },
    {
      "path": "person.sex",
      "column": "person_sex",
      "avroType": "string",
      "nullable": false,
      "default": "0",
      "label": "伤亡人员·性别",
      "doc": "GB/T 2261.1-2003.",
      "codeList": "sex",
      "sensitivity": "L3"
    },
    {
      "path": "occurredAt",
      "column": "occurred_at",
      "avroType": "timestamp-millis",
      "nullable": false,
      "label": "事故发生时间",
      "doc": "When the accident happened.",
      "sensitivity": "L1"
    },
    {
      "path": "division",
      "column": "division",
      "avroType": "string",
      "nullable": false,
      "label": "事故发生地",
      "doc": "Division where the accident happened.",
      "codeDate": [
        "occurredAt"
      ],
      "codeList": "division",
      "sensitivity": "L1"
    },
    {
      "path": "employer.uscc",
      "column": "employer_uscc",
      "avroType": "string",
      "nullable": true,
      "label": "所属单位·统一社会信用代码",
      "doc": "GB 32100-2015, 18 characters; null where the sender has none.",
      "identifier": "uscc",
      "sensitivity": "L2"
    },
    {
      "path": "employer.name",
      "column": "employer_name",
      "avroType": "string",
      "nullable": true,
      "label": "所属单位·单位名称",
      "doc": "Name as sent, normalised in width and spaces only.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.personRef",
      "column": "employer_person_ref",
      "avroType": "string",
      "nullable": true,
      "label": "所属单位·自然人雇主引用",
      "doc": "identityRef of an employer that is a natural person.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.industry",
      "column": "employer_industry",
      "avroType": "string",
      "nullable": true,
      "label": "所属单位·行业",
      "doc": "GB/T 4754-2017 class, four digits.",
      "codeList": "industry",
      "sensitivity": "L2"
    },
    {
      "path": "employer.division",
      "column": "employer_division",
      "avroType": "string",
      "nullable": true,
      "label": "所属单位·单位所在地",
      "doc": "GB/T 2260 division of the employer's seat.",
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "occupation",
      "column": "occupation",
      "avroType": "string",
      "nullable": true,
      "label": "工种",
      "doc": "Occupation as sent.",
      "sensitivity": "L2"
    },
    {
      "path": "harmGrade",
      "column": "harm_grade",
      "avroType": "string",
      "nullable": false,
      "label": "伤害程度",
      "doc": "Degree of harm as it counts in the accident's toll (Art. 3).",
      "codeList": "harm-grade",
      "sensitivity": "L4"
    },
    {
      "path": "lostWorkdays",
      "column": "lost_workdays",
      "avroType": "int",
      "nullable": true,
      "label": "损失工作日",
      "doc": "Lost workdays (GB/T 15499); death counts 6000.",
      "unit": "day",
      "minimum": 0,
      "maximum": 6000,
      "sensitivity": "L4"
    },
    {
      "path": "diedAt",
      "column": "died_at",
      "avroType": "timestamp-millis",
      "nullable": true,
      "label": "死亡时间",
      "doc": "When the person died, if so.",
      "sensitivity": "L4"
    },
    {
      "path": "hospital",
      "column": "hospital",
      "avroType": "string",
      "nullable": true,
      "label": "救治医疗机构",
      "doc": "Hospital that treated the person.",
      "sensitivity": "L4"
    }
  ],
  "defaults": {
    "person": {
      "fields": {
        "sex": {
          "default": "0"
        }
      }
    },
    "employer": {
      "fields": {}
    }
  },
  "rules": accidentCasualtyRules
},
{
  "eventType": "employer-enrolment",
  "recordName": "EmployerEnrolment",
  "label": "参保登记",
  "doc": "One employer's work-injury insurance over one calendar year, as at its last day: the denominators of rates. 工伤保险条例 (Decree 375, amended by 586) Art. 2, 8-10.",
  "contractVersion": "1.0.0",
  "period": [
    "statedOn"
  ],
  "place": "insuranceDivision",
  "authoritativeDepartment": "human-resources",
  "avroSchema": {
    "type": "record",
    "name": "EmployerEnrolment",
    "namespace": "workinjury",
    "label": "参保登记",
    "doc": "One employer's work-injury insurance over one calendar year, as at its last day: the denominators of rates. 工伤保险条例 (Decree 375, amended by 586) Art. 2, 8-10.",
    "eventType": "employer-enrolment",
    "contractVersion": "1.0.0",
    "period": [
      "statedOn"
    ],
    "place": "insuranceDivision",
    "authoritativeDepartment": "human-resources",
    "fields": [
      {
        "name": "header",
        "type": {
          "type": "record",
          "name": "EventHeader",
          "namespace": "workinjury",
          "doc": "What every event carries, whoever sent it (docs/decisions/0002).",
          "fields": [
            {
              "name": "eventId",
              "type": "string",
              "label": "事件编号",
              "doc": "UUIDv5 over source, event type, record, basis era, basis, revision, operation and content digest: the same statement has the same id wherever it is made."
            },
            {
              "name": "sourceId",
              "type": "string",
              "label": "来源系统",
              "doc": "Registered source system of a department; opaque."
            },
            {
              "name": "department",
              "type": "string",
              "label": "部门",
              "doc": "Department that owns the source."
            },
            {
              "name": "reportingUnit",
              "type": "string",
              "label": "报送单位",
              "doc": "Reporting unit of the source (code list reporting-unit)."
            },
            {
              "name": "recordId",
              "type": "string",
              "label": "记录编号",
              "doc": "Natural key within source and event type; never a person's number."
            },
            {
              "name": "basisEra",
              "type": "int",
              "default": 0,
              "label": "版本依据纪元",
              "doc": "Raised when a feed changes the kind of its version basis."
            },
            {
              "name": "basisKind",
              "type": "string",
              "label": "版本依据种类",
              "doc": "sourceSequence, sourceChangedAt or exportAsOf."
            },
            {
              "name": "basis",
              "type": "long",
              "label": "版本依据",
              "doc": "sourceSequence: the source's own number; sourceChangedAt and exportAsOf: epoch milliseconds UTC."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "default": 1,
              "label": "台账纪元",
              "doc": "Raised when the department's ledger is restored from a backup."
            },
            {
              "name": "revision",
              "type": "int",
              "label": "修订号",
              "doc": "Numbers differing contents within one basis, from 1."
            },
            {
              "name": "operation",
              "type": "string",
              "label": "操作",
              "doc": "ASSERT or RETRACT (should never have been sent)."
            },
            {
              "name": "reason",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "label": "更正或撤回原因",
              "doc": "Required to retract, asked for on correction."
            },
            {
              "name": "replaces",
              "type": [
                "null",
                {
                  "type": "record",
                  "name": "ReplacedRecord",
                  "fields": [
                    {
                      "name": "sourceId",
                      "type": "string",
                      "doc": "Source of the record that is replaced."
                    },
                    {
                      "name": "recordId",
                      "type": "string",
                      "doc": "Record that is replaced."
                    }
                  ]
                }
              ],
              "default": null,
              "label": "替代的记录",
              "doc": "The record under its former, mistaken key."
            },
            {
              "name": "period",
              "type": "string",
              "label": "所属期",
              "doc": "Reporting month YYYY-MM of the event type's period date, by Asia/Shanghai."
            },
            {
              "name": "recordedAt",
              "type": [
                "null",
                {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                }
              ],
              "default": null,
              "label": "来源登记时间",
              "doc": "When the source recorded it, where the source says so."
            },
            {
              "name": "acceptedAt",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "label": "接收时间",
              "doc": "When the intake ledger committed it."
            },
            {
              "name": "batchId",
              "type": "string",
              "label": "批次号",
              "doc": "The submission it came with."
            },
            {
              "name": "rowNumber",
              "type": "int",
              "default": 0,
              "label": "行号",
              "doc": "Row of the submission, 1 = first record; 0 = implied by the hub."
            },
            {
              "name": "ledgerSeq",
              "type": "long",
              "label": "台账序号",
              "doc": "Gapless per source, event type and epoch."
            },
            {
              "name": "contentDigest",
              "type": "string",
              "label": "内容摘要",
              "doc": "SHA-256 (hex) of the payload's RFC 8785 JSON, nulls and defaults left out."
            },
            {
              "name": "contractVersion",
              "type": "string",
              "label": "契约版本",
              "doc": "Version of the event contract that the sender mapped to."
            },
            {
              "name": "deliveredUpTo",
              "type": [
                "null",
                "long"
              ],
              "default": null,
              "label": "已报送至台账序号",
              "doc": "Period statements: highest ledgerSeq of the stated event type in the same source and epoch when the statement was accepted; null on everything else. Not part of content digest or eventId."
            }
          ]
        },
        "doc": "Header."
      },
      {
        "name": "payload",
        "doc": "Null on RETRACT.",
        "default": null,
        "type": [
          "null",
          {
            "type": "record",
            "name": "EmployerEnrolmentPayload",
            "fields": [
              {
                "name": "enrolmentNumber",
                "type": "string",
                "label": "参保登记编号",
                "sensitivity": "L2",
                "key": true,
                "doc": "Number of the employer in the source and the year."
              },
              {
                "name": "statedOn",
                "type": {
                  "type": "int",
                  "logicalType": "date"
                },
                "label": "统计截止日期",
                "sensitivity": "L1",
                "doc": "Last day of the year that is stated."
              },
              {
                "name": "insuranceDivision",
                "type": "string",
                "label": "统筹地区",
                "sensitivity": "L1",
                "codeList": "division",
                "doc": "Division of the pooling area that insures (Art. 11)."
              },
              {
                "name": "employer",
                "type": {
                  "type": "record",
                  "name": "Employer",
                  "namespace": "workinjury",
                  "doc": "An employing unit as the sending department names it. A unit that is a natural person is sealed: personRef is set, uscc and name are null.",
                  "fields": [
                    {
                      "name": "uscc",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "统一社会信用代码",
                      "sensitivity": "L2",
                      "identifier": "uscc",
                      "doc": "GB 32100-2015, 18 characters; null where the sender has none."
                    },
                    {
                      "name": "name",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位名称",
                      "sensitivity": "L2",
                      "doc": "Name as sent, normalised in width and spaces only."
                    },
                    {
                      "name": "personRef",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "自然人雇主引用",
                      "sensitivity": "L2",
                      "doc": "identityRef of an employer that is a natural person."
                    },
                    {
                      "name": "industry",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "行业",
                      "sensitivity": "L2",
                      "codeList": "industry",
                      "doc": "GB/T 4754-2017 class, four digits."
                    },
                    {
                      "name": "division",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位所在地",
                      "sensitivity": "L2",
                      "codeList": "division",
                      "doc": "GB/T 2260 division of the employer's seat."
                    }
                  ]
                },
                "label": "参保单位",
                "doc": "The insured employer; its industry is the industry of record."
              },
              {
                "name": "openingHeadcount",
                "type": "int",
                "label": "年初参保人数",
                "unit": "person",
                "minimum": 0,
                "sensitivity": "L2",
                "doc": "Insured workers on 1 January."
              },
              {
                "name": "closingHeadcount",
                "type": "int",
                "label": "年末参保人数",
                "unit": "person",
                "minimum": 0,
                "sensitivity": "L2",
                "doc": "Insured workers on 31 December."
              },
              {
                "name": "payrollFen",
                "type": "long",
                "label": "缴费工资总额（分）",
                "unit": "fen",
                "minimum": 0,
                "sensitivity": "L2",
                "doc": "Payroll of the year on which premium is paid (Art. 10)."
              },
              {
                "name": "premiumFen",
                "type": "long",
                "label": "应缴保险费（分）",
                "unit": "fen",
                "minimum": 0,
                "sensitivity": "L2",
                "doc": "Premium of the year: payroll by the employer's rate (Art. 10)."
              },
              {
                "name": "riskClass",
                "type": "string",
                "label": "行业风险类别",
                "sensitivity": "L2",
                "codeList": "risk-class",
                "doc": "Risk class of the industry, 1-8 (人社部发〔2015〕71号)."
              },
              {
                "name": "floatTier",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "label": "费率浮动档次",
                "unit": "percent",
                "minimum": 0,
                "maximum": 200,
                "sensitivity": "L2",
                "doc": "Floating tier in per cent of the base rate (人社部发〔2015〕71号); null where unknown."
              }
            ]
          }
        ]
      }
    ]
  },
  "fields": [
    {
      "path": "enrolmentNumber",
      "column": "enrolment_number",
      "avroType": "string",
      "nullable": false,
      "label": "参保登记编号",
      "doc": "Number of the employer in the source and the year.",
      "key": true,
      "sensitivity": "L2"
    },
    {
      "path": "statedOn",
      "column": "stated_on",
      "avroType": "date",
      "nullable": false,
      "label": "统计截止日期",
      "doc": "Last day of the year that is stated.",
      "sensitivity": "L1"
    },
    {
      "path": "insuranceDivision",
      "column": "insurance_division",
      "avroType": "string",
      "nullable": false,
      "label": "统筹地区",
      "doc": "Division of the pooling area that insures (Art. 11).",
      "codeList": "division",
      "sensitivity": "L1"
    },
    {
      "path": "employer.uscc",
      "column": "employer_uscc",
      "avroType": "string",
      "nullable": true,
      "label": "参保单位·统一社会信用代码",
      "doc": "GB 32100-2015, 18 characters; null where the sender has none.",
      "identifier": "uscc",
      "sensitivity": "L2"
    },
    {
      "path": "employer.name",
      "column": "employer_name",
      "avroType": "string",
      "nullable": true,
      "label": "参保单位·单位名称",
      "doc": "Name as sent, normalised in width and spaces only.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.personRef",
      "column": "employer_person_ref",
      "avroType": "string",
      "nullable": true,
      "label": "参保单位·自然人雇主引用",
      "doc": "identityRef of an employer that is a natural person.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.industry",
      "column": "employer_industry",
      "avroType": "string",
      "nullable": true,
      "label": "参保单位·行业",
      "doc": "GB/T 4754-2017 class, four digits.",
      "codeList": "industry",
      "sensitivity": "L2"
    },
    {
      "path": "employer.division",
      "column": "employer_division",
      "avroType": "string",
      "nullable": true,
      "label": "参保单位·单位所在地",
      "doc": "GB/T 2260 division of the employer's seat.",
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "openingHeadcount",
      "column": "opening_headcount",
      "avroType": "int",
      "nullable": false,
      "label": "年初参保人数",
      "doc": "Insured workers on 1 January.",
      "unit": "person",
      "minimum": 0,
      "sensitivity": "L2"
    },
    {
      "path": "closingHeadcount",
      "column": "closing_headcount",
      "avroType": "int",
      "nullable": false,
      "label": "年末参保人数",
      "doc": "Insured workers on 31 December.",
      "unit": "person",
      "minimum": 0,
      "sensitivity": "L2"
    },
    {
      "path": "payrollFen",
      "column": "payroll_fen",
      "avroType": "long",
      "nullable": false,
      "label": "缴费工资总额（分）",
      "doc": "Payroll of the year on which premium is paid (Art. 10).",
      "unit": "fen",
      "minimum": 0,
      "sensitivity": "L2"
    },
    {
      "path": "premiumFen",
      "column": "premium_fen",
      "avroType": "long",
      "nullable": false,
      "label": "应缴保险费（分）",
      "doc": "Premium of the year: payroll by the employer's rate (Art. 10).",
      "unit": "fen",
      "minimum": 0,
      "sensitivity": "L2"
    },
    {
      "path": "riskClass",
      "column": "risk_class",
      "avroType": "string",
      "nullable": false,
      "label": "行业风险类别",
      "doc": "Risk class of the industry, 1-8 (人社部发〔2015〕71号).",
      "codeList": "risk-class",
      "sensitivity": "L2"
    },
    {
      "path": "floatTier",
      "column": "float_tier",
      "avroType": "int",
      "nullable": true,
      "label": "费率浮动档次",
      "doc": "Floating tier in per cent of the base rate (人社部发〔2015〕71号); null where unknown.",
      "unit": "percent",
      "minimum": 0,
      "maximum": 200,
      "sensitivity": "L2"
    }
  ],
  "defaults": {
    "employer": {
      "fields": {}
    }
  },
  "rules": employerEnrolmentRules
},
{
  "eventType": "injury-determination",
  "recordName": "InjuryDetermination",
  "label": "工伤认定",
  "doc": "One application for the determination of a work injury, from application to delivery and review. 工伤保险条例 (Decree 375, amended by 586) Art. 14-20.",
  "contractVersion": "1.0.0",
  "period": [
    "decidedOn",
    "acceptedOn",
    "appliedOn"
  ],
  "place": "insuranceDivision",
  "authoritativeDepartment": "human-resources",
  "avroSchema": {
    "type": "record",
    "name": "InjuryDetermination",
    "namespace": "workinjury",
    "label": "工伤认定",
    "doc": "One application for the determination of a work injury, from application to delivery and review. 工伤保险条例 (Decree 375, amended by 586) Art. 14-20.",
    "eventType": "injury-determination",
    "contractVersion": "1.0.0",
    "period": [
      "decidedOn",
      "acceptedOn",
      "appliedOn"
    ],
    "place": "insuranceDivision",
    "authoritativeDepartment": "human-resources",
    "fields": [
      {
        "name": "header",
        "type": {
          "type": "record",
          "name": "EventHeader",
          "namespace": "workinjury",
          "doc": "What every event carries, whoever sent it (docs/decisions/0002).",
          "fields": [
            {
              "name": "eventId",
              "type": "string",
              "label": "事件编号",
              "doc": "UUIDv5 over source, event type, record, basis era, basis, revision, operation and content digest: the same statement has the same id wherever it is made."
            },
            {
              "name": "sourceId",
              "type": "string",
              "label": "来源系统",
              "doc": "Registered source system of a department; opaque."
            },
            {
              "name": "department",
              "type": "string",
              "label": "部门",
              "doc": "Department that owns the source."
            },
            {
              "name": "reportingUnit",
              "type": "string",
              "label": "报送单位",
              "doc": "Reporting unit of the source (code list reporting-unit)."
            },
            {
              "name": "recordId",
              "type": "string",
              "label": "记录编号",
              "doc": "Natural key within source and event type; never a person's number."
            },
            {
              "name": "basisEra",
              "type": "int",
              "default": 0,
              "label": "版本依据纪元",
              "doc": "Raised when a feed changes the kind of its version basis."
            },
            {
              "name": "basisKind",
              "type": "string",
              "label": "版本依据种类",
              "doc": "sourceSequence, sourceChangedAt or exportAsOf."
            },
            {
              "name": "basis",
              "type": "long",
              "label": "版本依据",
              "doc": "sourceSequence: the source's own number; sourceChangedAt and exportAsOf: epoch milliseconds UTC."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "default": 1,
              "label": "台账纪元",
              "doc": "Raised when the department's ledger is restored from a backup."
            },
            {
              "name": "revision",
              "type": "int",
              "label": "修订号",
              "doc": "Numbers differing contents within one basis, from 1."
            },
            {
              "name": "operation",
              "type": "string",
              "label": "操作",
              "doc": "ASSERT or RETRACT (should never have been sent)."
            },
            {
              "name": "reason",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "label": "更正或撤回原因",
              "doc": "Required to retract, asked for on correction."
            },
            {
              "name": "replaces",
              "type": [
                "null",
                {
                  "type": "record",
                  "name": "ReplacedRecord",
                  "fields": [
                    {
                      "name": "sourceId",
                      "type": "string",
                      "doc": "Source of the record that is replaced."
                    },
                    {
                      "name": "recordId",
                      "type": "string",
                      "doc": "Record that is replaced."
                    }
                  ]
                }
              ],
              "default": null,
              "label": "替代的记录",
              "doc": "The record under its former, mistaken key."
            },
            {
              "name": "period",
              "type": "string",
              "label": "所属期",
              "doc": "Reporting month YYYY-MM of the event type's period date, by Asia/Shanghai."
            },
            {
              "name": "recordedAt",
              "type": [
                "null",
                {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                }
              ],
              "default": null,
              "label": "来源登记时间",
              "doc": "When the source recorded it, where the source says so."
            },
            {
              "name": "acceptedAt",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "label": "接收时间",
              "doc": "When the intake ledger committed it."
            },
            {
              "name": "batchId",
              "type": "string",
              "label": "批次号",
              "doc": "The submission it came with."
            },
            {
              "name": "rowNumber",
              "type": "int",
              "default": 0,
              "label": "行号",
              "doc": "Row of the submission, 1 = first record; 0 = implied by the hub."
            },
            {
              "name": "ledgerSeq",
              "type": "long",
              "label": "台账序号",
              "doc": "Gapless per source, event type and epoch."
            },
            {
              "name": "contentDigest",
              "type": "string",
              "label": "内容摘要",
              "doc": "SHA-256 (hex) of the payload's RFC 8785 JSON, nulls and defaults left out."
            },
            {
              "name": "contractVersion",
              "type": "string",
              "label": "契约版本",
              "doc": "Version of the event contract that the sender mapped to."
            },
            {
              "name": "deliveredUpTo",
              "type": [
                "null",
                "long"
              ],
              "default": null,
              "label": "已报送至台账序号",
              "doc": "Period statements: highest ledgerSeq of the stated event type in the same source and epoch when the statement was accepted; null on everything else. Not part of content digest or eventId."
            }
          ]
        },
        "doc": "Header."
      },
      {
        "name": "payload",
        "doc": "Null on RETRACT.",
        "default": null,
        "type": [
          "null",
          {
            "type": "record",
            "name": "InjuryDeterminationPayload",
            "fields": [
              {
                "name": "applicationNumber",
                "type": "string",
                "label": "认定申请编号",
                "sensitivity": "L2",
                "key": true,
                "doc": "Number of the application in the source."
              },
              {
                "name": "decisionNumber",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "决定书文号",
                "sensitivity": "L2",
                "doc": "Number of the written decision."
              },
              {
                "name": "insuranceDivision",
                "type": "string",
                "label": "统筹地区",
                "sensitivity": "L1",
                "codeList": "division",
                "doc": "Division of the pooling area that decides (Art. 17)."
              },
              {
                "name": "accidentDivision",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "事故发生地",
                "sensitivity": "L2",
                "codeList": "division",
                "codeDate": "accidentAt",
                "doc": "Division where the injury happened."
              },
              {
                "name": "employer",
                "type": {
                  "type": "record",
                  "name": "Employer",
                  "namespace": "workinjury",
                  "doc": "An employing unit as the sending department names it. A unit that is a natural person is sealed: personRef is set, uscc and name are null.",
                  "fields": [
                    {
                      "name": "uscc",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "统一社会信用代码",
                      "sensitivity": "L2",
                      "identifier": "uscc",
                      "doc": "GB 32100-2015, 18 characters; null where the sender has none."
                    },
                    {
                      "name": "name",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位名称",
                      "sensitivity": "L2",
                      "doc": "Name as sent, normalised in width and spaces only."
                    },
                    {
                      "name": "personRef",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "自然人雇主引用",
                      "sensitivity": "L2",
                      "doc": "identityRef of an employer that is a natural person."
                    },
                    {
                      "name": "industry",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "行业",
                      "sensitivity": "L2",
                      "codeList": "industry",
                      "doc": "GB/T 4754-2017 class, four digits."
                    },
                    {
                      "name": "division",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位所在地",
                      "sensitivity": "L2",
                      "codeList": "division",
                      "doc": "GB/T 2260 division of the employer's seat."
                    }
                  ]
                },
                "label": "用人单位",
                "doc": "The employer by labour relation."
              },
              {
                "name": "hostEmployer",
                "type": [
                  "null",
                  "workinjury.Employer"
                ],
                "default": null,
                "label": "用工单位",
                "doc": "Where the worker was dispatched to, if dispatched."
              },
              {
                "name": "worker",
                "type": {
                  "type": "record",
                  "name": "PersonRef",
                  "namespace": "workinjury",
                  "doc": "A person, sealed: who it is, only the identity vault knows.",
                  "fields": [
                    {
                      "name": "identityRef",
                      "type": "string",
                      "label": "身份引用",
                      "sensitivity": "L3",
                      "doc": "HMAC-SM3 under the source's key over certificate type, number and name; without a number also the recordId."
                    },
                    {
                      "name": "birthYear",
                      "type": [
                        "null",
                        "int"
                      ],
                      "default": null,
                      "label": "出生年",
                      "sensitivity": "L3",
                      "doc": "Year of birth; null where unknown."
                    },
                    {
                      "name": "sex",
                      "type": "string",
                      "default": "0",
                      "label": "性别",
                      "sensitivity": "L3",
                      "codeList": "sex",
                      "doc": "GB/T 2261.1-2003."
                    }
                  ]
                },
                "label": "职工",
                "doc": "The injured worker."
              },
              {
                "name": "occupation",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "工种",
                "sensitivity": "L2",
                "doc": "Occupation as sent."
              },
              {
                "name": "applicant",
                "type": "string",
                "label": "申请主体",
                "sensitivity": "L2",
                "codeList": "determination-applicant",
                "doc": "Who applied (Art. 17)."
              },
              {
                "name": "accidentAt",
                "type": [
                  "null",
                  {
                    "type": "long",
                    "logicalType": "timestamp-millis"
                  }
                ],
                "default": null,
                "label": "事故时间",
                "sensitivity": "L2",
                "doc": "When the injury happened; null for an occupational disease (14-4)."
              },
              {
                "name": "diagnosedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "职业病诊断日期",
                "sensitivity": "L4",
                "doc": "Date of diagnosis, for 14-4."
              },
              {
                "name": "diagnosisCertificate",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "职业病诊断证明书编号",
                "sensitivity": "L4",
                "doc": "Number of the diagnosis or appraisal certificate (Art. 19); required for 14-4."
              },
              {
                "name": "accidentNumber",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "生产安全事故编号",
                "sensitivity": "L2",
                "doc": "Number of the accident record in emergency management, where known."
              },
              {
                "name": "accidentType",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "事故类别",
                "sensitivity": "L2",
                "codeList": "accident-type",
                "codeDate": "accidentAt",
                "doc": "GB/T 6441-1986 or GB 6441-2025, scheme in front."
              },
              {
                "name": "harmGrade",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "伤害程度",
                "sensitivity": "L4",
                "codeList": "harm-grade",
                "doc": "Degree of harm."
              },
              {
                "name": "diedAt",
                "type": [
                  "null",
                  {
                    "type": "long",
                    "logicalType": "timestamp-millis"
                  }
                ],
                "default": null,
                "label": "死亡时间",
                "sensitivity": "L4",
                "doc": "When the worker died, if so."
              },
              {
                "name": "rescueStartedAt",
                "type": [
                  "null",
                  {
                    "type": "long",
                    "logicalType": "timestamp-millis"
                  }
                ],
                "default": null,
                "label": "抢救开始时间",
                "sensitivity": "L4",
                "doc": "First medical record of rescue, for 15-1 (48 hours)."
              },
              {
                "name": "appliedOn",
                "type": {
                  "type": "int",
                  "logicalType": "date"
                },
                "label": "申请日期",
                "sensitivity": "L2",
                "doc": "Date of application."
              },
              {
                "name": "extensionApproved",
                "type": "boolean",
                "default": false,
                "label": "申请时限延长",
                "sensitivity": "L2",
                "doc": "The agency approved a longer time to apply (Art. 17)."
              },
              {
                "name": "acceptedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "受理日期",
                "sensitivity": "L2",
                "doc": "Date of acceptance."
              },
              {
                "name": "suspendedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "中止日期",
                "sensitivity": "L2",
                "doc": "Clock suspended from (Art. 20)."
              },
              {
                "name": "resumedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "恢复日期",
                "sensitivity": "L2",
                "doc": "Clock resumed on."
              },
              {
                "name": "decidedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "决定日期",
                "sensitivity": "L2",
                "doc": "Date of the decision."
              },
              {
                "name": "deliveredOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "送达日期",
                "sensitivity": "L2",
                "doc": "Date of delivery."
              },
              {
                "name": "status",
                "type": "string",
                "label": "办理状态",
                "sensitivity": "L2",
                "codeList": "determination-status",
                "doc": "Where the application stands. REVOKED leaves the counts."
              },
              {
                "name": "conclusion",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "认定结论",
                "sensitivity": "L2",
                "codeList": "determination-conclusion",
                "doc": "Conclusion of the decision."
              },
              {
                "name": "situation",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "认定情形",
                "sensitivity": "L2",
                "codeList": "injury-situation",
                "doc": "Article and item of the Regulation, e.g. 14-1."
              },
              {
                "name": "insuredOnDay",
                "type": [
                  "null",
                  "boolean"
                ],
                "default": null,
                "label": "事发时已参保",
                "sensitivity": "L2",
                "doc": "Whether the worker was insured at this employer on the day."
              },
              {
                "name": "factsRef",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "事实经过（密封引用）",
                "sensitivity": "L4",
                "doc": "HMAC-SM3 reference to the sealed free text."
              }
            ]
          }
        ]
      }
    ]
  },
  "fields": [
    {
      "path": "applicationNumber",
      "column": "application_number",
      "avroType": "string",
      "nullable": false,
      "label": "认定申请编号",
      "doc": "Number of the application in the source.",
      "key": true,
      "sensitivity": "L2"
    },
    {
      "path": "decisionNumber",
      "column": "decision_number",
      "avroType": "string",
      "nullable": true,
      "label": "决定书文号",
      "doc": "Number of the written decision.",
      "sensitivity": "L2"
    },
    {
      "path": "insuranceDivision",
      "column": "insurance_division",
      "avroType": "string",
      "nullable": false,
      "label": "统筹地区",
      "doc": "Division of the pooling area that decides (Art. 17).",
      "codeList": "division",
      "sensitivity": "L1"
    },
    {
      "path": "accidentDivision",
      "column": "accident_division",
      "avroType": "string",
      "nullable": true,
      "label": "事故发生地",
      "doc": "Division where the injury happened.",
      "codeDate": [
        "accidentAt"
      ],
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "employer.uscc",
      "column": "employer_uscc",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·统一社会信用代码",
      "doc": "GB 32100-2015, 18 characters; null where the sender has none.",
      "identifier": "uscc",
      "sensitivity": "L2"
    },
    {
      "path": "employer.name",
      "column": "employer_name",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·单位名称",
      "doc": "Name as sent, normalised in width and spaces only.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.personRef",
      "column": "employer_person_ref",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·自然人雇主引用",
      "doc": "identityRef of an employer that is a natural person.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.industry",
      "column": "employer_industry",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·行业",
      "doc": "GB/T 4754-2017 class, four digits.",
      "codeList": "industry",
      "sensitivity": "L2"
    },
    {
      "path": "employer.division",
      "column": "employer_division",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·单位所在地",
      "doc": "GB/T 2260 division of the employer's seat.",
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "hostEmployer.uscc",
      "column": "host_employer_uscc",
      "avroType": "string",
      "nullable": true,
      "label": "用工单位·统一社会信用代码",
      "doc": "GB 32100-2015, 18 characters; null where the sender has none.",
      "identifier": "uscc",
      "sensitivity": "L2"
    },
    {
      "path": "hostEmployer.name",
      "column": "host_employer_name",
      "avroType": "string",
      "nullable": true,
      "label": "用工单位·单位名称",
      "doc": "Name as sent, normalised in width and spaces only.",
      "sensitivity": "L2"
    },
    {
      "path": "hostEmployer.personRef",
      "column": "host_employer_person_ref",
      "avroType": "string",
      "nullable": true,
      "label": "用工单位·自然人雇主引用",
      "doc": "identityRef of an employer that is a natural person.",
      "sensitivity": "L2"
    },
    {
      "path": "hostEmployer.industry",
      "column": "host_employer_industry",
      "avroType": "string",
      "nullable": true,
      "label": "用工单位·行业",
      "doc": "GB/T 4754-2017 class, four digits.",
      "codeList": "industry",
      "sensitivity": "L2"
    },
    {
      "path": "hostEmployer.division",
      "column": "host_employer_division",
      "avroType": "string",
      "nullable": true,
      "label": "用工单位·单位所在地",
      "doc": "GB/T 2260 division of the employer's seat.",
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "worker.identityRef",
      "column": "worker_identity_ref",
      "avroType": "string",
      "nullable": false,
      "label": "职工·身份引用",
      "doc": "HMAC-SM3 under the source's key over certificate type, number and name; without a number also the recordId.",
      "sensitivity": "L3"
    },
    {
      "path": "worker.birthYear",
      "column": "worker_birth_year",
      "avroType": "int",
      "nullable": true,
      "label": "职工·出生年",
      "doc": "Year of birth; null where unknown.",
      "sensitivity": "L3"
    },
    {
      "path": "worker.sex",
      "column": "worker_sex",
      "avroType": "string",
      "nullable": false,
      "default": "0",
      "label": "职工·性别",
      "doc": "GB/T 2261.1-2003.",
      "codeList": "sex",
      "sensitivity": "L3"
    },
    {
      "path": "occupation",
      "column": "occupation",
      "avroType": "string",
      "nullable": true,
      "label": "工种",
      "doc": "Occupation as sent.",
      "sensitivity": "L2"
    },
    {
      "path": "applicant",
      "column": "applicant",
      "avroType": "string",
      "nullable": false,
      "label": "申请主体",
      "doc": "Who applied (Art. 17).",
      "codeList": "determination-applicant",
      "sensitivity": "L2"
    },
    {
      "path": "accidentAt",
      "column": "accident_at",
      "avroType": "timestamp-millis",
      "nullable": true,
      "label": "事故时间",
      "doc": "When the injury happened; null for an occupational disease (14-4).",
      "sensitivity": "L2"
    },
    {
      "path": "diagnosedOn",
      "column": "diagnosed_on",
      "avroType": "date",
      "nullable": true,
      "label": "职业病诊断日期",
      "doc": "Date of diagnosis, for 14-4.",
      "sensitivity": "L4"
    },
    {
      "path": "diagnosisCertificate",
      "column": "diagnosis_certificate",
      "avroType": "string",
      "nullable": true,
      "label": "职业病诊断证明书编号",
      "doc": "Number of the diagnosis or appraisal certificate (Art. 19); required for 14-4.",
      "sensitivity": "L4"
    },
    {
      "path": "accidentNumber",
      "column": "accident_number",
      "avroType": "string",
      "nullable": true,
      "label": "生产安全事故编号",
      "doc": "Number of the accident record in emergency management, where known.",
      "sensitivity": "L2"
    },
    {
      "path": "accidentType",
      "column": "accident_type",
      "avroType": "string",
      "nullable": true,
      "label": "事故类别",
      "doc": "GB/T 6441-1986 or GB 6441-2025, scheme in front.",
      "codeDate": [
        "accidentAt"
      ],
      "codeList": "accident-type",
      "sensitivity": "L2"
    },
    {
      "path": "harmGrade",
      "column": "harm_grade",
      "avroType": "string",
      "nullable": true,
      "label": "伤害程度",
      "doc": "Degree of harm.",
      "codeList": "harm-grade",
      "sensitivity": "L4"
    },
    {
      "path": "diedAt",
      "column": "died_at",
      "avroType": "timestamp-millis",
      "nullable": true,
      "label": "死亡时间",
      "doc": "When the worker died, if so.",
      "sensitivity": "L4"
    },
    {
      "path": "rescueStartedAt",
      "column": "rescue_started_at",
      "avroType": "timestamp-millis",
      "nullable": true,
      "label": "抢救开始时间",
      "doc": "First medical record of rescue, for 15-1 (48 hours).",
      "sensitivity": "L4"
    },
    {
      "path": "appliedOn",
      "column": "applied_on",
      "avroType": "date",
      "nullable": false,
      "label": "申请日期",
      "doc": "Date of application.",
      "sensitivity": "L2"
    },
    {
      "path": "extensionApproved",
      "column": "extension_approved",
      "avroType": "boolean",
      "nullable": false,
      "default": false,
      "label": "申请时限延长",
      "doc": "The agency approved a longer time to apply (Art. 17).",
      "sensitivity": "L2"
    },
    {
      "path": "acceptedOn",
      "column": "accepted_on",
      "avroType": "date",
      "nullable": true,
      "label": "受理日期",
      "doc": "Date of acceptance.",
      "sensitivity": "L2"
    },
    {
      "path": "suspendedOn",
      "column": "suspended_on",
      "avroType": "date",
      "nullable": true,
      "label": "中止日期",
      "doc": "Clock suspended from (Art. 20).",
      "sensitivity": "L2"
    },
    {
      "path": "resumedOn",
      "column": "resumed_on",
      "avroType": "date",
      "nullable": true,
      "label": "恢复日期",
      "doc": "Clock resumed on.",
      "sensitivity": "L2"
    },
    {
      "path": "decidedOn",
      "column": "decided_on",
      "avroType": "date",
      "nullable": true,
      "label": "决定日期",
      "doc": "Date of the decision.",
      "sensitivity": "L2"
    },
    {
      "path": "deliveredOn",
      "column": "delivered_on",
      "avroType": "date",
      "nullable": true,
      "label": "送达日期",
      "doc": "Date of delivery.",
      "sensitivity": "L2"
    },
    {
      "path": "status",
      "column": "status",
      "avroType": "string",
      "nullable": false,
      "label": "办理状态",
      "doc": "Where the application stands. REVOKED leaves the counts.",
      "codeList": "determination-status",
      "sensitivity": "L2"
    },
    {
      "path": "conclusion",
      "column": "conclusion",
      "avroType": "string",
      "nullable": true,
      "label": "认定结论",
      "doc": "Conclusion of the decision.",
      "codeList": "determination-conclusion",
      "sensitivity": "L2"
    },
    {
      "path": "situation",
      "column": "situation",
      "avroType": "string",
      "nullable": true,
      "label": "认定情形",
      "doc": "Article and item of the Regulation, e.g. 14-1.",
      "codeList": "injury-situation",
      "sensitivity": "L2"
    },
    {
      "path": "insuredOnDay",
      "column": "insured_on_day",
      "avroType": "boolean",
      "nullable": true,
      "label": "事发时已参保",
      "doc": "Whether the worker was insured at this employer on the day.",
      "sensitivity": "L2"
    },
    {
      "path": "factsRef",
      "column": "facts_ref",
      "avroType": "string",
      "nullable": true,
      "label": "事实经过（密封引用）",
      "doc": "HMAC-SM3 reference to the sealed free text.",
      "sensitivity": "L4"
    }
  ],
  "defaults": {
    "employer": {
      "fields": {}
    },
    "hostEmployer": {
      "fields": {}
    },
    "worker": {
      "fields": {
        "sex": {
          "default": "0"
        }
      }
    },
    "extensionApproved": {
      "default": false
    }
  },
  "rules": injuryDeterminationRules
},
{
  "eventType": "occupational-disease",
  "recordName": "OccupationalDisease",
  "label": "职业病报告",
  "doc": "One occupational-disease report card: suspected, diagnosed, re-assessed or progressed. 职业病防治法 Art. 50-52; 职业病诊断与鉴定管理办法 (2021).",
  "contractVersion": "1.0.0",
  "period": [
    "diagnosedOn",
    "reportedOn"
  ],
  "place": "division",
  "authoritativeDepartment": "health-commission",
  "avroSchema": {
    "type": "record",
    "name": "OccupationalDisease",
    "namespace": "workinjury",
    "label": "职业病报告",
    "doc": "One occupational-disease report card: suspected, diagnosed, re-assessed or progressed. 职业病防治法 Art. 50-52; 职业病诊断与鉴定管理办法 (2021).",
    "eventType": "occupational-disease",
    "contractVersion": "1.0.0",
    "period": [
      "diagnosedOn",
      "reportedOn"
    ],
    "place": "division",
    "authoritativeDepartment": "health-commission",
    "fields": [
      {
        "name": "header",
        "type": {
          "type": "record",
          "name": "EventHeader",
          "namespace": "workinjury",
          "doc": "What every event carries, whoever sent it (docs/decisions/0002).",
          "fields": [
            {
              "name": "eventId",
              "type": "string",
              "label": "事件编号",
              "doc": "UUIDv5 over source, event type, record, basis era, basis, revision, operation and content digest: the same statement has the same id wherever it is made."
            },
            {
              "name": "sourceId",
              "type": "string",
              "label": "来源系统",
              "doc": "Registered source system of a department; opaque."
            },
            {
              "name": "department",
              "type": "string",
              "label": "部门",
              "doc": "Department that owns the source."
            },
            {
              "name": "reportingUnit",
              "type": "string",
              "label": "报送单位",
              "doc": "Reporting unit of the source (code list reporting-unit)."
            },
            {
              "name": "recordId",
              "type": "string",
              "label": "记录编号",
              "doc": "Natural key within source and event type; never a person's number."
            },
            {
              "name": "basisEra",
              "type": "int",
              "default": 0,
              "label": "版本依据纪元",
              "doc": "Raised when a feed changes the kind of its version basis."
            },
            {
              "name": "basisKind",
              "type": "string",
              "label": "版本依据种类",
              "doc": "sourceSequence, sourceChangedAt or exportAsOf."
            },
            {
              "name": "basis",
              "type": "long",
              "label": "版本依据",
              "doc": "sourceSequence: the source's own number; sourceChangedAt and exportAsOf: epoch milliseconds UTC."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "default": 1,
              "label": "台账纪元",
              "doc": "Raised when the department's ledger is restored from a backup."
            },
            {
              "name": "revision",
              "type": "int",
              "label": "修订号",
              "doc": "Numbers differing contents within one basis, from 1."
            },
            {
              "name": "operation",
              "type": "string",
              "label": "操作",
              "doc": "ASSERT or RETRACT (should never have been sent)."
            },
            {
              "name": "reason",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "label": "更正或撤回原因",
              "doc": "Required to retract, asked for on correction."
            },
            {
              "name": "replaces",
              "type": [
                "null",
                {
                  "type": "record",
                  "name": "ReplacedRecord",
                  "fields": [
                    {
                      "name": "sourceId",
                      "type": "string",
                      "doc": "Source of the record that is replaced."
                    },
                    {
                      "name": "recordId",
                      "type": "string",
                      "doc": "Record that is replaced."
                    }
                  ]
                }
              ],
              "default": null,
              "label": "替代的记录",
              "doc": "The record under its former, mistaken key."
            },
            {
              "name": "period",
              "type": "string",
              "label": "所属期",
              "doc": "Reporting month YYYY-MM of the event type's period date, by Asia/Shanghai."
            },
            {
              "name": "recordedAt",
              "type": [
                "null",
                {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                }
              ],
              "default": null,
              "label": "来源登记时间",
              "doc": "When the source recorded it, where the source says so."
            },
            {
              "name": "acceptedAt",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "label": "接收时间",
              "doc": "When the intake ledger committed it."
            },
            {
              "name": "batchId",
              "type": "string",
              "label": "批次号",
              "doc": "The submission it came with."
            },
            {
              "name": "rowNumber",
              "type": "int",
              "default": 0,
              "label": "行号",
              "doc": "Row of the submission, 1 = first record; 0 = implied by the hub."
            },
            {
              "name": "ledgerSeq",
              "type": "long",
              "label": "台账序号",
              "doc": "Gapless per source, event type and epoch."
            },
            {
              "name": "contentDigest",
              "type": "string",
              "label": "内容摘要",
              "doc": "SHA-256 (hex) of the payload's RFC 8785 JSON, nulls and defaults left out."
            },
            {
              "name": "contractVersion",
              "type": "string",
              "label": "契约版本",
              "doc": "Version of the event contract that the sender mapped to."
            },
            {
              "name": "deliveredUpTo",
              "type": [
                "null",
                "long"
              ],
              "default": null,
              "label": "已报送至台账序号",
              "doc": "Period statements: highest ledgerSeq of the stated event type in the same source and epoch when the statement was accepted; null on everything else. Not part of content digest or eventId."
            }
          ]
        },
        "doc": "Header."
      },
      {
        "name": "payload",
        "doc": "Null on RETRACT.",
        "default": null,
        "type": [
          "null",
          {
            "type": "record",
            "name": "OccupationalDiseasePayload",
            "fields": [
              {
                "name": "reportCardNumber",
                "type": "string",
                "label": "报告卡编号",
                "sensitivity": "L2",
                "key": true,
                "doc": "Number of the report card in the source."
              },
              {
                "name": "reportKind",
                "type": "string",
                "label": "报告类型",
                "sensitivity": "L4",
                "codeList": "disease-report-kind",
                "doc": "What is reported: suspicion, diagnosis, re-assessment, progression."
              },
              {
                "name": "certificateNumber",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "诊断证明书编号",
                "sensitivity": "L4",
                "doc": "Number of the diagnosis or appraisal certificate; required unless suspected."
              },
              {
                "name": "priorCertificateNumber",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "原诊断证明书编号",
                "sensitivity": "L4",
                "doc": "The certificate that a re-assessment or progression follows."
              },
              {
                "name": "worker",
                "type": {
                  "type": "record",
                  "name": "PersonRef",
                  "namespace": "workinjury",
                  "doc": "A person, sealed: who it is, only the identity vault knows.",
                  "fields": [
                    {
                      "name": "identityRef",
                      "type": "string",
                      "label": "身份引用",
                      "sensitivity": "L3",
                      "doc": "HMAC-SM3 under the source's key over certificate type, number and name; without a number also the recordId."
                    },
                    {
                      "name": "birthYear",
                      "type": [
                        "null",
                        "int"
                      ],
                      "default": null,
                      "label": "出生年",
                      "sensitivity": "L3",
                      "doc": "Year of birth; null where unknown."
                    },
                    {
                      "name": "sex",
                      "type": "string",
                      "default": "0",
                      "label": "性别",
                      "sensitivity": "L3",
                      "codeList": "sex",
                      "doc": "GB/T 2261.1-2003."
                    }
                  ]
                },
                "label": "劳动者",
                "doc": "The worker."
              },
              {
                "name": "employer",
                "type": {
                  "type": "record",
                  "name": "Employer",
                  "namespace": "workinjury",
                  "doc": "An employing unit as the sending department names it. A unit that is a natural person is sealed: personRef is set, uscc and name are null.",
                  "fields": [
                    {
                      "name": "uscc",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "统一社会信用代码",
                      "sensitivity": "L2",
                      "identifier": "uscc",
                      "doc": "GB 32100-2015, 18 characters; null where the sender has none."
                    },
                    {
                      "name": "name",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位名称",
                      "sensitivity": "L2",
                      "doc": "Name as sent, normalised in width and spaces only."
                    },
                    {
                      "name": "personRef",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "自然人雇主引用",
                      "sensitivity": "L2",
                      "doc": "identityRef of an employer that is a natural person."
                    },
                    {
                      "name": "industry",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "行业",
                      "sensitivity": "L2",
                      "codeList": "industry",
                      "doc": "GB/T 4754-2017 class, four digits."
                    },
                    {
                      "name": "division",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位所在地",
                      "sensitivity": "L2",
                      "codeList": "division",
                      "doc": "GB/T 2260 division of the employer's seat."
                    }
                  ]
                },
                "label": "用人单位",
                "doc": "The employer where the hazard was met."
              },
              {
                "name": "division",
                "type": "string",
                "label": "用人单位所在地",
                "sensitivity": "L2",
                "codeList": "division",
                "codeDate": "reportedOn",
                "doc": "Division by which the report is counted."
              },
              {
                "name": "employerSize",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "单位规模",
                "sensitivity": "L2",
                "codeList": "employer-size",
                "doc": "Size of the employer."
              },
              {
                "name": "economicType",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "经济类型",
                "sensitivity": "L2",
                "codeList": "economic-type",
                "doc": "Economic type of the employer."
              },
              {
                "name": "occupation",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "统计工种",
                "sensitivity": "L2",
                "doc": "Occupation as sent."
              },
              {
                "name": "hazardFactor",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "职业病危害因素",
                "sensitivity": "L4",
                "doc": "Hazard as named on the card."
              },
              {
                "name": "exposureMonths",
                "type": [
                  "null",
                  "int"
                ],
                "default": null,
                "label": "接害工龄（月）",
                "unit": "month",
                "minimum": 0,
                "maximum": 840,
                "sensitivity": "L4",
                "doc": "Time of exposure in months (years × 12 + months on the card)."
              },
              {
                "name": "disease",
                "type": "string",
                "label": "职业病种类",
                "sensitivity": "L4",
                "codeList": "occupational-disease",
                "codeDate": "diagnosedOn|reportedOn",
                "doc": "Code of the catalogue in force on the date of diagnosis."
              },
              {
                "name": "stage",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "期别或程度",
                "sensitivity": "L4",
                "codeList": "disease-stage",
                "doc": "Stage (GBZ 70-2015) or degree (GBZ 49-2014; poisoning)."
              },
              {
                "name": "diagnosedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "诊断日期",
                "sensitivity": "L4",
                "doc": "Date of diagnosis; required unless suspected."
              },
              {
                "name": "reportedOn",
                "type": {
                  "type": "int",
                  "logicalType": "date"
                },
                "label": "报告日期",
                "sensitivity": "L2",
                "doc": "Date of the report."
              },
              {
                "name": "institution",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "诊断（报告）机构",
                "sensitivity": "L2",
                "doc": "Institution that diagnosed or reported."
              },
              {
                "name": "diedOn",
                "type": [
                  "null",
                  {
                    "type": "int",
                    "logicalType": "date"
                  }
                ],
                "default": null,
                "label": "死亡日期",
                "sensitivity": "L4",
                "doc": "Date of death, if so."
              }
            ]
          }
        ]
      }
    ]
  },
  "fields": [
    {
      "path": "reportCardNumber",
      "column": "report_card_number",
      "avroType": "string",
      "nullable": false,
      "label": "报告卡编号",
      "doc": "Number of the report card in the source.",
      "key": true,
      "sensitivity": "L2"
    },
    {
      "path": "reportKind",
      "column": "report_kind",
      "avroType": "string",
      "nullable": false,
      "label": "报告类型",
      "doc": "What is reported: suspicion, diagnosis, re-assessment, progression.",
      "codeList": "disease-report-kind",
      "sensitivity": "L4"
    },
    {
      "path": "certificateNumber",
      "column": "certificate_number",
      "avroType": "string",
      "nullable": true,
      "label": "诊断证明书编号",
      "doc": "Number of the diagnosis or appraisal certificate; required unless suspected.",
      "sensitivity": "L4"
    },
    {
      "path": "priorCertificateNumber",
      "column": "prior_certificate_number",
      "avroType": "string",
      "nullable": true,
      "label": "原诊断证明书编号",
      "doc": "The certificate that a re-assessment or progression follows.",
      "sensitivity": "L4"
    },
    {
      "path": "worker.identityRef",
      "column": "worker_identity_ref",
      "avroType": "string",
      "nullable": false,
      "label": "劳动者·身份引用",
      "doc": "HMAC-SM3 under the source's key over certificate type, number and name; without a number also the recordId.",
      "sensitivity": "L3"
    },
    {
      "path": "worker.birthYear",
      "column": "worker_birth_year",
      "avroType": "int",
      "nullable": true,
      "label": "劳动者·出生年",
      "doc": "Year of birth; null where unknown.",
      "sensitivity": "L3"
    },
    {
      "path": "worker.sex",
      "column": "worker_sex",
      "avroType": "string",
      "nullable": false,
      "default": "0",
      "label": "劳动者·性别",
      "doc": "GB/T 2261.1-2003.",
      "codeList": "sex",
      "sensitivity": "L3"
    },
    {
      "path": "employer.uscc",
      "column": "employer_uscc",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·统一社会信用代码",
      "doc": "GB 32100-2015, 18 characters; null where the sender has none.",
      "identifier": "uscc",
      "sensitivity": "L2"
    },
    {
      "path": "employer.name",
      "column": "employer_name",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·单位名称",
      "doc": "Name as sent, normalised in width and spaces only.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.personRef",
      "column": "employer_person_ref",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·自然人雇主引用",
      "doc": "identityRef of an employer that is a natural person.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.industry",
      "column": "employer_industry",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·行业",
      "doc": "GB/T 4754-2017 class, four digits.",
      "codeList": "industry",
      "sensitivity": "L2"
    },
    {
      "path": "employer.division",
      "column": "employer_division",
      "avroType": "string",
      "nullable": true,
      "label": "用人单位·单位所在地",
      "doc": "GB/T 2260 division of the employer's seat.",
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "division",
      "column": "division",
      "avroType": "string",
      "nullable": false,
      "label": "用人单位所在地",
      "doc": "Division by which the report is counted.",
      "codeDate": [
        "reportedOn"
      ],
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "employerSize",
      "column": "employer_size",
      "avroType": "string",
      "nullable": true,
      "label": "单位规模",
      "doc": "Size of the employer.",
      "codeList": "employer-size",
      "sensitivity": "L2"
    },
    {
      "path": "economicType",
      "column": "economic_type",
      "avroType": "string",
      "nullable": true,
      "label": "经济类型",
      "doc": "Economic type of the employer.",
      "codeList": "economic-type",
      "sensitivity": "L2"
    },
    {
      "path": "occupation",
      "column": "occupation",
      "avroType": "string",
      "nullable": true,
      "label": "统计工种",
      "doc": "Occupation as sent.",
      "sensitivity": "L2"
    },
    {
      "path": "hazardFactor",
      "column": "hazard_factor",
      "avroType": "string",
      "nullable": true,
      "label": "职业病危害因素",
      "doc": "Hazard as named on the card.",
      "sensitivity": "L4"
    },
    {
      "path": "exposureMonths",
      "column": "exposure_months",
      "avroType": "int",
      "nullable": true,
      "label": "接害工龄（月）",
      "doc": "Time of exposure in months (years × 12 + months on the card).",
      "unit": "month",
      "minimum": 0,
      "maximum": 840,
      "sensitivity": "L4"
    },
    {
      "path": "disease",
      "column": "disease",
      "avroType": "string",
      "nullable": false,
      "label": "职业病种类",
      "doc": "Code of the catalogue in force on the date of diagnosis.",
      "codeDate": [
        "diagnosedOn",
        "reportedOn"
      ],
      "codeList": "occupational-disease",
      "sensitivity": "L4"
    },
    {
      "path": "stage",
      "column": "stage",
      "avroType": "string",
      "nullable": true,
      "label": "期别或程度",
      "doc": "Stage (GBZ 70-2015) or degree (GBZ 49-2014; poisoning).",
      "codeList": "disease-stage",
      "sensitivity": "L4"
    },
    {
      "path": "diagnosedOn",
      "column": "diagnosed_on",
      "avroType": "date",
      "nullable": true,
      "label": "诊断日期",
      "doc": "Date of diagnosis; required unless suspected.",
      "sensitivity": "L4"
    },
    {
      "path": "reportedOn",
      "column": "reported_on",
      "avroType": "date",
      "nullable": false,
      "label": "报告日期",
      "doc": "Date of the report.",
      "sensitivity": "L2"
    },
    {
      "path": "institution",
      "column": "institution",
      "avroType": "string",
      "nullable": true,
      "label": "诊断（报告）机构",
      "doc": "Institution that diagnosed or reported.",
      "sensitivity": "L2"
    },
    {
      "path": "diedOn",
      "column": "died_on",
      "avroType": "date",
      "nullable": true,
      "label": "死亡日期",
      "doc": "Date of death, if so.",
      "sensitivity": "L4"
    }
  ],
  "defaults": {
    "worker": {
      "fields": {
        "sex": {
          "default": "0"
        }
      }
    },
    "employer": {
      "fields": {}
    }
  },
  "rules": occupationalDiseaseRules
},
{
  "eventType": "period-statement",
  "recordName": "PeriodStatement",
  "label": "报送说明",
  "doc": "A source says of one event type and period that everything has been delivered, or that nothing occurred (零报告). Up to which ledgerSeq is in the header: deliveredUpTo. Silence is neither.",
  "contractVersion": "1.0.0",
  "period": [
    "statedOn"
  ],
  "place": "reportingDivision",
  "authoritativeDepartment": "human-resources",
  "avroSchema": {
    "type": "record",
    "name": "PeriodStatement",
    "namespace": "workinjury",
    "label": "报送说明",
    "doc": "A source says of one event type and period that everything has been delivered, or that nothing occurred (零报告). Up to which ledgerSeq is in the header: deliveredUpTo. Silence is neither.",
    "eventType": "period-statement",
    "contractVersion": "1.0.0",
    "period": [
      "statedOn"
    ],
    "place": "reportingDivision",
    "authoritativeDepartment": "human-resources",
    "fields": [
      {
        "name": "header",
        "type": {
          "type": "record",
          "name": "EventHeader",
          "namespace": "workinjury",
          "doc": "What every event carries, whoever sent it (docs/decisions/0002).",
          "fields": [
            {
              "name": "eventId",
              "type": "string",
              "label": "事件编号",
              "doc": "UUIDv5 over source, event type, record, basis era, basis, revision, operation and content digest: the same statement has the same id wherever it is made."
            },
            {
              "name": "sourceId",
              "type": "string",
              "label": "来源系统",
              "doc": "Registered source system of a department; opaque."
            },
            {
              "name": "department",
              "type": "string",
              "label": "部门",
              "doc": "Department that owns the source."
            },
            {
              "name": "reportingUnit",
              "type": "string",
              "label": "报送单位",
              "doc": "Reporting unit of the source (code list reporting-unit)."
            },
            {
              "name": "recordId",
              "type": "string",
              "label": "记录编号",
              "doc": "Natural key within source and event type; never a person's number."
            },
            {
              "name": "basisEra",
              "type": "int",
              "default": 0,
              "label": "版本依据纪元",
              "doc": "Raised when a feed changes the kind of its version basis."
            },
            {
              "name": "basisKind",
              "type": "string",
              "label": "版本依据种类",
              "doc": "sourceSequence, sourceChangedAt or exportAsOf."
            },
            {
              "name": "basis",
              "type": "long",
              "label": "版本依据",
              "doc": "sourceSequence: the source's own number; sourceChangedAt and exportAsOf: epoch milliseconds UTC."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "default": 1,
              "label": "台账纪元",
              "doc": "Raised when the department's ledger is restored from a backup."
            },
            {
              "name": "revision",
              "type": "int",
              "label": "修订号",
              "doc": "Numbers differing contents within one basis, from 1."
            },
            {
              "name": "operation",
              "type": "string",
              "label": "操作",
              "doc": "ASSERT or RETRACT (should never have been sent)."
            },
            {
              "name": "reason",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "label": "更正或撤回原因",
              "doc": "Required to retract, asked for on correction."
            },
            {
              "name": "replaces",
              "type": [
                "null",
                {
                  "type": "record",
                  "name": "ReplacedRecord",
                  "fields": [
                    {
                      "name": "sourceId",
                      "type": "string",
                      "doc": "Source of the record that is replaced."
                    },
                    {
                      "name": "recordId",
                      "type": "string",
                      "doc": "Record that is replaced."
                    }
                  ]
                }
              ],
              "default": null,
              "label": "替代的记录",
              "doc": "The record under its former, mistaken key."
            },
            {
              "name": "period",
              "type": "string",
              "label": "所属期",
              "doc": "Reporting month YYYY-MM of the event type's period date, by Asia/Shanghai."
            },
            {
              "name": "recordedAt",
              "type": [
                "null",
                {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                }
              ],
              "default": null,
              "label": "来源登记时间",
              "doc": "When the source recorded it, where the source says so."
            },
            {
              "name": "acceptedAt",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "label": "接收时间",
              "doc": "When the intake ledger committed it."
            },
            {
              "name": "batchId",
              "type": "string",
              "label": "批次号",
              "doc": "The submission it came with."
            },
            {
              "name": "rowNumber",
              "type": "int",
              "default": 0,
              "label": "行号",
              "doc": "Row of the submission, 1 = first record; 0 = implied by the hub."
            },
            {
              "name": "ledgerSeq",
              "type": "long",
              "label": "台账序号",
              "doc": "Gapless per source, event type and epoch."
            },
            {
              "name": "contentDigest",
              "type": "string",
              "label": "内容摘要",
              "doc": "SHA-256 (hex) of the payload's RFC 8785 JSON, nulls and defaults left out."
            },
            {
              "name": "contractVersion",
              "type": "string",
              "label": "契约版本",
              "doc": "Version of the event contract that the sender mapped to."
            },
            {
              "name": "deliveredUpTo",
              "type": [
                "null",
                "long"
              ],
              "default": null,
              "label": "已报送至台账序号",
              "doc": "Period statements: highest ledgerSeq of the stated event type in the same source and epoch when the statement was accepted; null on everything else. Not part of content digest or eventId."
            }
          ]
        },
        "doc": "Header."
      },
      {
        "name": "payload",
        "doc": "Null on RETRACT.",
        "default": null,
        "type": [
          "null",
          {
            "type": "record",
            "name": "PeriodStatementPayload",
            "fields": [
              {
                "name": "statementNumber",
                "type": "string",
                "label": "说明编号",
                "sensitivity": "L1",
                "key": true,
                "doc": "Event type, first and last month joined by colons: injury-determination:2024-01:2024-12."
              },
              {
                "name": "statedEventType",
                "type": "string",
                "label": "说明的数据类别",
                "sensitivity": "L1",
                "codeList": "event-type",
                "doc": "The event type that is stated."
              },
              {
                "name": "periodFrom",
                "type": "string",
                "label": "起始月份",
                "sensitivity": "L1",
                "doc": "First reporting month, YYYY-MM."
              },
              {
                "name": "periodTo",
                "type": "string",
                "label": "截止月份",
                "sensitivity": "L1",
                "doc": "Last reporting month, YYYY-MM."
              },
              {
                "name": "kind",
                "type": "string",
                "label": "说明类型",
                "sensitivity": "L1",
                "codeList": "period-statement-kind",
                "doc": "Everything delivered, or nothing occurred."
              },
              {
                "name": "statedOn",
                "type": {
                  "type": "int",
                  "logicalType": "date"
                },
                "label": "说明日期",
                "sensitivity": "L1",
                "doc": "Day of the statement."
              },
              {
                "name": "reportingDivision",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "报送地区",
                "sensitivity": "L1",
                "codeList": "division",
                "doc": "Division that the statement speaks for; null: that of the reporting unit."
              }
            ]
          }
        ]
      }
    ]
  },
  "fields": [
    {
      "path": "statementNumber",
      "column": "statement_number",
      "avroType": "string",
      "nullable": false,
      "label": "说明编号",
      "doc": "Event type, first and last month joined by colons: injury-determination:2024-01:2024-12.",
      "key": true,
      "sensitivity": "L1"
    },
    {
      "path": "statedEventType",
      "column": "stated_event_type",
      "avroType": "string",
      "nullable": false,
      "label": "说明的数据类别",
      "doc": "The event type that is stated.",
      "codeList": "event-type",
      "sensitivity": "L1"
    },
    {
      "path": "periodFrom",
      "column": "period_from",
      "avroType": "string",
      "nullable": false,
      "label": "起始月份",
      "doc": "First reporting month, YYYY-MM.",
      "sensitivity": "L1"
    },
    {
      "path": "periodTo",
      "column": "period_to",
      "avroType": "string",
      "nullable": false,
      "label": "截止月份",
      "doc": "Last reporting month, YYYY-MM.",
      "sensitivity": "L1"
    },
    {
      "path": "kind",
      "column": "kind",
      "avroType": "string",
      "nullable": false,
      "label": "说明类型",
      "doc": "Everything delivered, or nothing occurred.",
      "codeList": "period-statement-kind",
      "sensitivity": "L1"
    },
    {
      "path": "statedOn",
      "column": "stated_on",
      "avroType": "date",
      "nullable": false,
      "label": "说明日期",
      "doc": "Day of the statement.",
      "sensitivity": "L1"
    },
    {
      "path": "reportingDivision",
      "column": "reporting_division",
      "avroType": "string",
      "nullable": true,
      "label": "报送地区",
      "doc": "Division that the statement speaks for; null: that of the reporting unit.",
      "codeList": "division",
      "sensitivity": "L1"
    }
  ],
  "defaults": {},
  "rules": periodStatementRules
},
{
  "eventType": "work-safety-accident",
  "recordName": "WorkSafetyAccident",
  "label": "生产安全事故",
  "doc": "One work-safety accident with its toll as known at this version. 生产安全事故报告和调查处理条例 (Decree 493) Art. 3, 9-13, 20.",
  "contractVersion": "1.0.0",
  "period": [
    "occurredAt"
  ],
  "place": "division",
  "authoritativeDepartment": "emergency-management",
  "avroSchema": {
    "type": "record",
    "name": "WorkSafetyAccident",
    "namespace": "workinjury",
    "label": "生产安全事故",
    "doc": "One work-safety accident with its toll as known at this version. 生产安全事故报告和调查处理条例 (Decree 493) Art. 3, 9-13, 20.",
    "eventType": "work-safety-accident",
    "contractVersion": "1.0.0",
    "period": [
      "occurredAt"
    ],
    "place": "division",
    "authoritativeDepartment": "emergency-management",
    "fields": [
      {
        "name": "header",
        "type": {
          "type": "record",
          "name": "EventHeader",
          "namespace": "workinjury",
          "doc": "What every event carries, whoever sent it (docs/decisions/0002).",
          "fields": [
            {
              "name": "eventId",
              "type": "string",
              "label": "事件编号",
              "doc": "UUIDv5 over source, event type, record, basis era, basis, revision, operation and content digest: the same statement has the same id wherever it is made."
            },
            {
              "name": "sourceId",
              "type": "string",
              "label": "来源系统",
              "doc": "Registered source system of a department; opaque."
            },
            {
              "name": "department",
              "type": "string",
              "label": "部门",
              "doc": "Department that owns the source."
            },
            {
              "name": "reportingUnit",
              "type": "string",
              "label": "报送单位",
              "doc": "Reporting unit of the source (code list reporting-unit)."
            },
            {
              "name": "recordId",
              "type": "string",
              "label": "记录编号",
              "doc": "Natural key within source and event type; never a person's number."
            },
            {
              "name": "basisEra",
              "type": "int",
              "default": 0,
              "label": "版本依据纪元",
              "doc": "Raised when a feed changes the kind of its version basis."
            },
            {
              "name": "basisKind",
              "type": "string",
              "label": "版本依据种类",
              "doc": "sourceSequence, sourceChangedAt or exportAsOf."
            },
            {
              "name": "basis",
              "type": "long",
              "label": "版本依据",
              "doc": "sourceSequence: the source's own number; sourceChangedAt and exportAsOf: epoch milliseconds UTC."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "default": 1,
              "label": "台账纪元",
              "doc": "Raised when the department's ledger is restored from a backup."
            },
            {
              "name": "revision",
              "type": "int",
              "label": "修订号",
              "doc": "Numbers differing contents within one basis, from 1."
            },
            {
              "name": "operation",
              "type": "string",
              "label": "操作",
              "doc": "ASSERT or RETRACT (should never have been sent)."
            },
            {
              "name": "reason",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "label": "更正或撤回原因",
              "doc": "Required to retract, asked for on correction."
            },
            {
              "name": "replaces",
              "type": [
                "null",
                {
                  "type": "record",
                  "name": "ReplacedRecord",
                  "fields": [
                    {
                      "name": "sourceId",
                      "type": "string",
                      "doc": "Source of the record that is replaced."
                    },
                    {
                      "name": "recordId",
                      "type": "string",
                      "doc": "Record that is replaced."
                    }
                  ]
                }
              ],
              "default": null,
              "label": "替代的记录",
              "doc": "The record under its former, mistaken key."
            },
            {
              "name": "period",
              "type": "string",
              "label": "所属期",
              "doc": "Reporting month YYYY-MM of the event type's period date, by Asia/Shanghai."
            },
            {
              "name": "recordedAt",
              "type": [
                "null",
                {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                }
              ],
              "default": null,
              "label": "来源登记时间",
              "doc": "When the source recorded it, where the source says so."
            },
            {
              "name": "acceptedAt",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              },
              "label": "接收时间",
              "doc": "When the intake ledger committed it."
            },
            {
              "name": "batchId",
              "type": "string",
              "label": "批次号",
              "doc": "The submission it came with."
            },
            {
              "name": "rowNumber",
              "type": "int",
              "default": 0,
              "label": "行号",
              "doc": "Row of the submission, 1 = first record; 0 = implied by the hub."
            },
            {
              "name": "ledgerSeq",
              "type": "long",
              "label": "台账序号",
              "doc": "Gapless per source, event type and epoch."
            },
            {
              "name": "contentDigest",
              "type": "string",
              "label": "内容摘要",
              "doc": "SHA-256 (hex) of the payload's RFC 8785 JSON, nulls and defaults left out."
            },
            {
              "name": "contractVersion",
              "type": "string",
              "label": "契约版本",
              "doc": "Version of the event contract that the sender mapped to."
            },
            {
              "name": "deliveredUpTo",
              "type": [
                "null",
                "long"
              ],
              "default": null,
              "label": "已报送至台账序号",
              "doc": "Period statements: highest ledgerSeq of the stated event type in the same source and epoch when the statement was accepted; null on everything else. Not part of content digest or eventId."
            }
          ]
        },
        "doc": "Header."
      },
      {
        "name": "payload",
        "doc": "Null on RETRACT.",
        "default": null,
        "type": [
          "null",
          {
            "type": "record",
            "name": "WorkSafetyAccidentPayload",
            "fields": [
              {
                "name": "accidentNumber",
                "type": "string",
                "label": "事故编号",
                "sensitivity": "L1",
                "key": true,
                "doc": "Number of the accident in the source."
              },
              {
                "name": "reportStage",
                "type": "string",
                "label": "报告阶段",
                "sensitivity": "L1",
                "codeList": "accident-report-stage",
                "doc": "Initial, follow-up or final report."
              },
              {
                "name": "occurredAt",
                "type": {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                },
                "label": "事故发生时间",
                "sensitivity": "L1",
                "doc": "When it happened."
              },
              {
                "name": "reportedAt",
                "type": {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                },
                "label": "报告时间",
                "sensitivity": "L1",
                "doc": "When it was reported (Art. 9: within 1 hour)."
              },
              {
                "name": "division",
                "type": "string",
                "label": "事故发生地",
                "sensitivity": "L1",
                "codeList": "division",
                "codeDate": "occurredAt",
                "doc": "Division where it happened."
              },
              {
                "name": "employer",
                "type": {
                  "type": "record",
                  "name": "Employer",
                  "namespace": "workinjury",
                  "doc": "An employing unit as the sending department names it. A unit that is a natural person is sealed: personRef is set, uscc and name are null.",
                  "fields": [
                    {
                      "name": "uscc",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "统一社会信用代码",
                      "sensitivity": "L2",
                      "identifier": "uscc",
                      "doc": "GB 32100-2015, 18 characters; null where the sender has none."
                    },
                    {
                      "name": "name",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位名称",
                      "sensitivity": "L2",
                      "doc": "Name as sent, normalised in width and spaces only."
                    },
                    {
                      "name": "personRef",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "自然人雇主引用",
                      "sensitivity": "L2",
                      "doc": "identityRef of an employer that is a natural person."
                    },
                    {
                      "name": "industry",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "行业",
                      "sensitivity": "L2",
                      "codeList": "industry",
                      "doc": "GB/T 4754-2017 class, four digits."
                    },
                    {
                      "name": "division",
                      "type": [
                        "null",
                        "string"
                      ],
                      "default": null,
                      "label": "单位所在地",
                      "sensitivity": "L2",
                      "codeList": "division",
                      "doc": "GB/T 2260 division of the employer's seat."
                    }
                  ]
                },
                "label": "事故发生单位",
                "doc": "The unit where it happened."
              },
              {
                "name": "reportGroup",
                "type": "string",
                "label": "统计行业分组",
                "sensitivity": "L1",
                "codeList": "accident-report-group",
                "doc": "Row of Jilin's accident table."
              },
              {
                "name": "accidentType",
                "type": "string",
                "label": "事故类别",
                "sensitivity": "L1",
                "codeList": "accident-type",
                "codeDate": "occurredAt",
                "doc": "GB/T 6441-1986 or GB 6441-2025, scheme in front."
              },
              {
                "name": "deaths",
                "type": "int",
                "label": "死亡人数",
                "unit": "person",
                "minimum": 0,
                "sensitivity": "L1",
                "doc": "Dead as known at this version."
              },
              {
                "name": "missing",
                "type": "int",
                "default": 0,
                "label": "失踪人数",
                "unit": "person",
                "minimum": 0,
                "sensitivity": "L1",
                "doc": "Missing."
              },
              {
                "name": "seriousInjuries",
                "type": "int",
                "default": 0,
                "label": "重伤人数",
                "unit": "person",
                "minimum": 0,
                "sensitivity": "L1",
                "doc": "Seriously injured, acute industrial poisoning included (Art. 3)."
              },
              {
                "name": "minorInjuries",
                "type": "int",
                "default": 0,
                "label": "轻伤人数",
                "unit": "person",
                "minimum": 0,
                "sensitivity": "L1",
                "doc": "Slightly injured."
              },
              {
                "name": "directLossFen",
                "type": [
                  "null",
                  "long"
                ],
                "default": null,
                "label": "直接经济损失（分）",
                "unit": "fen",
                "minimum": 0,
                "sensitivity": "L1",
                "doc": "Direct economic loss in fen; null while unknown."
              },
              {
                "name": "grade",
                "type": "string",
                "label": "事故等级",
                "sensitivity": "L1",
                "codeList": "accident-grade",
                "doc": "Grade by Decree 493 Art. 3, the worst of deaths, serious injuries and loss."
              },
              {
                "name": "summaryRef",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "label": "事故简要经过（密封引用）",
                "sensitivity": "L2",
                "doc": "HMAC-SM3 reference to the sealed free text."
              }
            ]
          }
        ]
      }
    ]
  },
  "fields": [
    {
      "path": "accidentNumber",
      "column": "accident_number",
      "avroType": "string",
      "nullable": false,
      "label": "事故编号",
      "doc": "Number of the accident in the source.",
      "key": true,
      "sensitivity": "L1"
    },
    {
      "path": "reportStage",
      "column": "report_stage",
      "avroType": "string",
      "nullable": false,
      "label": "报告阶段",
      "doc": "Initial, follow-up or final report.",
      "codeList": "accident-report-stage",
      "sensitivity": "L1"
    },
    {
      "path": "occurredAt",
      "column": "occurred_at",
      "avroType": "timestamp-millis",
      "nullable": false,
      "label": "事故发生时间",
      "doc": "When it happened.",
      "sensitivity": "L1"
    },
    {
      "path": "reportedAt",
      "column": "reported_at",
      "avroType": "timestamp-millis",
      "nullable": false,
      "label": "报告时间",
      "doc": "When it was reported (Art. 9: within 1 hour).",
      "sensitivity": "L1"
    },
    {
      "path": "division",
      "column": "division",
      "avroType": "string",
      "nullable": false,
      "label": "事故发生地",
      "doc": "Division where it happened.",
      "codeDate": [
        "occurredAt"
      ],
      "codeList": "division",
      "sensitivity": "L1"
    },
    {
      "path": "employer.uscc",
      "column": "employer_uscc",
      "avroType": "string",
      "nullable": true,
      "label": "事故发生单位·统一社会信用代码",
      "doc": "GB 32100-2015, 18 characters; null where the sender has none.",
      "identifier": "uscc",
      "sensitivity": "L2"
    },
    {
      "path": "employer.name",
      "column": "employer_name",
      "avroType": "string",
      "nullable": true,
      "label": "事故发生单位·单位名称",
      "doc": "Name as sent, normalised in width and spaces only.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.personRef",
      "column": "employer_person_ref",
      "avroType": "string",
      "nullable": true,
      "label": "事故发生单位·自然人雇主引用",
      "doc": "identityRef of an employer that is a natural person.",
      "sensitivity": "L2"
    },
    {
      "path": "employer.industry",
      "column": "employer_industry",
      "avroType": "string",
      "nullable": true,
      "label": "事故发生单位·行业",
      "doc": "GB/T 4754-2017 class, four digits.",
      "codeList": "industry",
      "sensitivity": "L2"
    },
    {
      "path": "employer.division",
      "column": "employer_division",
      "avroType": "string",
      "nullable": true,
      "label": "事故发生单位·单位所在地",
      "doc": "GB/T 2260 division of the employer's seat.",
      "codeList": "division",
      "sensitivity": "L2"
    },
    {
      "path": "reportGroup",
      "column": "report_group",
      "avroType": "string",
      "nullable": false,
      "label": "统计行业分组",
      "doc": "Row of Jilin's accident table.",
      "codeList": "accident-report-group",
      "sensitivity": "L1"
    },
    {
      "path": "accidentType",
      "column": "accident_type",
      "avroType": "string",
      "nullable": false,
      "label": "事故类别",
      "doc": "GB/T 6441-1986 or GB 6441-2025, scheme in front.",
      "codeDate": [
        "occurredAt"
      ],
      "codeList": "accident-type",
      "sensitivity": "L1"
    },
    {
      "path": "deaths",
      "column": "deaths",
      "avroType": "int",
      "nullable": false,
      "label": "死亡人数",
      "doc": "Dead as known at this version.",
      "unit": "person",
      "minimum": 0,
      "sensitivity": "L1"
    },
    {
      "path": "missing",
      "column": "missing",
      "avroType": "int",
      "nullable": false,
      "default": 0,
      "label": "失踪人数",
      "doc": "Missing.",
      "unit": "person",
      "minimum": 0,
      "sensitivity": "L1"
    },
    {
      "path": "seriousInjuries",
      "column": "serious_injuries",
      "avroType": "int",
      "nullable": false,
      "default": 0,
      "label": "重伤人数",
      "doc": "Seriously injured, acute industrial poisoning included (Art. 3).",
      "unit": "person",
      "minimum": 0,
      "sensitivity": "L1"
    },
    {
      "path": "minorInjuries",
      "column": "minor_injuries",
      "avroType": "int",
      "nullable": false,
      "default": 0,
      "label": "轻伤人数",
      "doc": "Slightly injured.",
      "unit": "person",
      "minimum": 0,
      "sensitivity": "L1"
    },
    {
      "path": "directLossFen",
      "column": "direct_loss_fen",
      "avroType": "long",
      "nullable": true,
      "label": "直接经济损失（分）",
      "doc": "Direct economic loss in fen; null while unknown.",
      "unit": "fen",
      "minimum": 0,
      "sensitivity": "L1"
    },
    {
      "path": "grade",
      "column": "grade",
      "avroType": "string",
      "nullable": false,
      "label": "事故等级",
      "doc": "Grade by Decree 493 Art. 3, the worst of deaths, serious injuries and loss.",
      "codeList": "accident-grade",
      "sensitivity": "L1"
    },
    {
      "path": "summaryRef",
      "column": "summary_ref",
      "avroType": "string",
      "nullable": true,
      "label": "事故简要经过（密封引用）",
      "doc": "HMAC-SM3 reference to the sealed free text.",
      "sensitivity": "L2"
    }
  ],
  "defaults": {
    "employer": {
      "fields": {}
    },
    "missing": {
      "default": 0
    },
    "seriousInjuries": {
      "default": 0
    },
    "minorInjuries": {
      "default": 0
    }
  },
  "rules": workSafetyAccidentRules
}
];

/** The contract of one event type; an unknown name is a programming error. */
export function eventContract(eventType: string): EventContract {
  const contract = eventContracts.find((candidate) => candidate.eventType === eventType);
  if (!contract) {
    const known = eventContracts.map((candidate) => candidate.eventType).join(', ');
    throw new Error(`no event type "${eventType}"; known: ${known}`);
  }
  return contract;
}

/** Messages of the hub's own protocol. */
export const protocolSchemas = {
  decision: {
  "type": "record",
  "name": "Decision",
  "namespace": "workinjury.protocol",
  "doc": "What a person has decided about messages that the dataset has set aside. Of the decisions on one message the latest counts: by decidedAt, then by decisionId.",
  "fields": [
    {
      "name": "decisionId",
      "type": "string",
      "doc": "UUID; the parts of a decision on very many messages share it."
    },
    {
      "name": "kind",
      "type": "string",
      "doc": "DISCARD: never applied, nobody waits for it. RETRY: judged again, and discarded no more."
    },
    {
      "name": "decidedBy",
      "type": "string",
      "doc": "Subject of whoever decided, as the token issuer names it."
    },
    {
      "name": "decidedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When it was decided."
    },
    {
      "name": "reason",
      "type": "string",
      "doc": "Why."
    },
    {
      "name": "messages",
      "doc": "The messages that it is about.",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "DecidedMessage",
          "fields": [
            {
              "name": "topic",
              "type": "string",
              "doc": "Topic that the message came by."
            },
            {
              "name": "eventId",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Event that it says it is; null when it does not say so legibly."
            },
            {
              "name": "valueDigest",
              "type": "string",
              "doc": "SHA-256 (hex) of its value."
            }
          ]
        }
      }
    }
  ]
},
  ledgerRecovery: {
  "type": "record",
  "name": "LedgerRecovery",
  "namespace": "workinjury.protocol",
  "doc": "Events of one source that a restored ledger no longer has, as the dataset archived them. One request is answered in several parts.",
  "fields": [
    {
      "name": "sourceId",
      "type": "string",
      "doc": "Source that was asked about."
    },
    {
      "name": "requestId",
      "type": "string",
      "doc": "Request that is answered."
    },
    {
      "name": "part",
      "type": "int",
      "doc": "Number of this part, from 1."
    },
    {
      "name": "parts",
      "type": "int",
      "doc": "How many parts the answer has."
    },
    {
      "name": "schemas",
      "doc": "Schemas that the bodies of this part were written with.",
      "type": {
        "type": "array",
        "items": "string"
      }
    },
    {
      "name": "events",
      "doc": "Events, ascending by ledger epoch and sequence.",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "RecoveredEvent",
          "fields": [
            {
              "name": "eventType",
              "type": "string",
              "doc": "Event type."
            },
            {
              "name": "generation",
              "type": "string",
              "doc": "Cluster generation of the position."
            },
            {
              "name": "topic",
              "type": "string",
              "doc": "Topic."
            },
            {
              "name": "partition",
              "type": "int",
              "doc": "Partition."
            },
            {
              "name": "offset",
              "type": "long",
              "doc": "Offset."
            },
            {
              "name": "key",
              "type": "string",
              "doc": "Message key."
            },
            {
              "name": "headers",
              "type": "string",
              "doc": "Message headers, a JSON object."
            },
            {
              "name": "schema",
              "type": "int",
              "doc": "Place of the writer's schema among `schemas`, from 0."
            },
            {
              "name": "body",
              "type": "bytes",
              "doc": "Avro body, without the wire prefix."
            },
            {
              "name": "verdict",
              "type": "string",
              "doc": "APPLIED, PARKED or DISCARDED."
            },
            {
              "name": "reasonCode",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Why it was parked or discarded."
            }
          ]
        }
      }
    }
  ]
},
  ledgerStatement: {
  "type": "record",
  "name": "LedgerStatement",
  "namespace": "workinjury.protocol",
  "doc": "A ledger's own side of the books for one source, event type and period. The highest statementSeq counts.",
  "fields": [
    {
      "name": "sourceId",
      "type": "string",
      "doc": "Source."
    },
    {
      "name": "department",
      "type": "string",
      "doc": "Department of the source."
    },
    {
      "name": "eventType",
      "type": "string",
      "doc": "Event type."
    },
    {
      "name": "period",
      "type": "string",
      "doc": "YYYY-MM, or UNREADABLE for rows whose period cannot be read."
    },
    {
      "name": "ledgerEpoch",
      "type": "int",
      "doc": "Ledger epoch."
    },
    {
      "name": "ledgerSeq",
      "type": "long",
      "doc": "Highest ledger sequence of source and event type that the statement includes."
    },
    {
      "name": "statementSeq",
      "type": "long",
      "doc": "Counts statements of this source, event type and period."
    },
    {
      "name": "submitted",
      "type": "long",
      "doc": "Rows submitted."
    },
    {
      "name": "impliedRetractions",
      "type": "long",
      "doc": "Retractions implied by complete lists."
    },
    {
      "name": "rejected",
      "type": "long",
      "doc": "Rows rejected."
    },
    {
      "name": "unchanged",
      "type": "long",
      "doc": "Rows that said nothing new."
    },
    {
      "name": "added",
      "type": "long",
      "doc": "Events: first statement of a record."
    },
    {
      "name": "corrected",
      "type": "long",
      "doc": "Events: a further version of a record."
    },
    {
      "name": "retracted",
      "type": "long",
      "doc": "Events: retractions."
    },
    {
      "name": "published",
      "type": "long",
      "doc": "Of the events, those whose topic, partition and offset the ledger has recorded."
    },
    {
      "name": "statedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When it was stated."
    }
  ]
},
  outcomeRequest: {
  "type": "record",
  "name": "OutcomeRequest",
  "namespace": "workinjury.protocol",
  "doc": "A ledger that was restored from a backup asks what the dataset has of one of its sources. Answered with outcomes and with a LedgerRecovery.",
  "fields": [
    {
      "name": "sourceId",
      "type": "string",
      "doc": "Source that is asked about."
    },
    {
      "name": "department",
      "type": "string",
      "doc": "Department of the source."
    },
    {
      "name": "requestId",
      "type": "string",
      "doc": "UUID of the request; the answer bears it."
    },
    {
      "name": "ledgerEpoch",
      "type": "int",
      "doc": "Epoch that the ledger has taken."
    },
    {
      "name": "known",
      "doc": "What the ledger has of its own, by event type and epoch; of others it has nothing.",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "KnownSequence",
          "fields": [
            {
              "name": "eventType",
              "type": "string",
              "doc": "Event type."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "doc": "Ledger epoch."
            },
            {
              "name": "lastSeq",
              "type": "long",
              "doc": "Highest ledger sequence that it has; sequences have no gaps."
            },
            {
              "name": "unansweredFrom",
              "type": [
                "null",
                "long"
              ],
              "default": null,
              "doc": "Lowest sequence without a verdict; null when all have one."
            }
          ]
        }
      }
    },
    {
      "name": "askedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When it was asked."
    }
  ]
},
  outcome: {
  "type": "record",
  "name": "Outcome",
  "namespace": "workinjury.protocol",
  "doc": "The dataset's verdicts on events of one source, one message a transaction. The highest outcomeSeq counts; at least once.",
  "fields": [
    {
      "name": "sourceId",
      "type": "string",
      "doc": "Source whose ledger is answered."
    },
    {
      "name": "datasetGeneration",
      "type": "string",
      "doc": "Changes when the dataset is restored from a backup."
    },
    {
      "name": "outcomeSeq",
      "type": "long",
      "doc": "Counts up in one dataset generation."
    },
    {
      "name": "verdicts",
      "doc": "Verdicts by event.",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "Verdict",
          "fields": [
            {
              "name": "eventType",
              "type": "string",
              "doc": "Event type."
            },
            {
              "name": "ledgerEpoch",
              "type": "int",
              "doc": "Ledger epoch of the event."
            },
            {
              "name": "ledgerSeq",
              "type": "long",
              "doc": "Ledger sequence of the event."
            },
            {
              "name": "verdict",
              "type": "string",
              "doc": "APPLIED, PARKED or DISCARDED."
            },
            {
              "name": "reasonCode",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Why it was parked or discarded."
            }
          ]
        }
      }
    },
    {
      "name": "standing",
      "default": null,
      "doc": "Said once by a dataset that was restored from a backup: all numbers of the source that it has applied or parked. What is not among them it lacks.",
      "type": [
        "null",
        {
          "type": "array",
          "items": {
            "type": "record",
            "name": "StandingRange",
            "fields": [
              {
                "name": "eventType",
                "type": "string",
                "doc": "Event type."
              },
              {
                "name": "ledgerEpoch",
                "type": "int",
                "doc": "Ledger epoch."
              },
              {
                "name": "fromSeq",
                "type": "long",
                "doc": "First ledger sequence of the range."
              },
              {
                "name": "toSeq",
                "type": "long",
                "doc": "Last ledger sequence of the range."
              }
            ]
          }
        }
      ]
    }
  ]
},
  personResolution: {
  "type": "record",
  "name": "PersonResolution",
  "namespace": "workinjury.protocol",
  "doc": "The vault's decision which person a reference is. The highest sequence of a reference counts.",
  "fields": [
    {
      "name": "sourceId",
      "type": "string",
      "doc": "Source whose key made the reference."
    },
    {
      "name": "department",
      "type": "string",
      "doc": "Department of the source."
    },
    {
      "name": "identityRef",
      "type": "string",
      "doc": "The reference."
    },
    {
      "name": "personId",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "The person; null while nobody can say."
    },
    {
      "name": "rule",
      "type": "string",
      "doc": "Rule that decided, e.g. EXACT_CERTIFICATE."
    },
    {
      "name": "score",
      "type": [
        "null",
        "double"
      ],
      "default": null,
      "doc": "Match weight where the rule scores."
    },
    {
      "name": "sequence",
      "type": "long",
      "doc": "Counts decisions on this reference from 1."
    },
    {
      "name": "decidedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When it was decided (known-on)."
    }
  ]
},
  sealedIdentity: {
  "type": "record",
  "name": "SealedIdentity",
  "namespace": "workinjury.protocol",
  "doc": "Identities and free texts, sealed to the vault's public key. Ciphertext only; readable by the vault alone.",
  "fields": [
    {
      "name": "sourceId",
      "type": "string",
      "doc": "Source whose key made the reference."
    },
    {
      "name": "reference",
      "type": "string",
      "doc": "identityRef, or the reference of a sealed text."
    },
    {
      "name": "kind",
      "type": "string",
      "doc": "PERSON, EMPLOYER_PERSON or TEXT."
    },
    {
      "name": "suite",
      "type": "string",
      "doc": "Suite of the envelope, e.g. ECDH-ES+A256KW/A256GCM."
    },
    {
      "name": "recipientKeyId",
      "type": "string",
      "doc": "Thumbprint of the vault key it is sealed to."
    },
    {
      "name": "wrappedKey",
      "type": "bytes",
      "doc": "The batch's content key, wrapped."
    },
    {
      "name": "ciphertext",
      "type": "bytes",
      "doc": "nonce | ciphertext | tag."
    },
    {
      "name": "more",
      "doc": "Others of the same source, sealed under the same content key; they travel together.",
      "default": [],
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "SealedItem",
          "fields": [
            {
              "name": "reference",
              "type": "string",
              "doc": "As above."
            },
            {
              "name": "kind",
              "type": "string",
              "doc": "As above."
            },
            {
              "name": "ciphertext",
              "type": "bytes",
              "doc": "As above."
            }
          ]
        }
      }
    }
  ]
},
  source: {
  "type": "record",
  "name": "SourceRegistration",
  "namespace": "workinjury.protocol",
  "doc": "A registered source system, valid-dated. The highest version of a sourceId counts.",
  "fields": [
    {
      "name": "sourceId",
      "type": "string",
      "doc": "Opaque id; never re-used."
    },
    {
      "name": "version",
      "type": "long",
      "doc": "Counts registrations of this source from 1."
    },
    {
      "name": "department",
      "type": "string",
      "doc": "Department that owns it."
    },
    {
      "name": "reportingUnit",
      "type": "string",
      "doc": "Reporting unit (code list reporting-unit)."
    },
    {
      "name": "name",
      "type": "string",
      "doc": "Name of the system."
    },
    {
      "name": "eventTypes",
      "type": {
        "type": "array",
        "items": "string"
      },
      "doc": "Event types it may publish."
    },
    {
      "name": "replaces",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "The source that it takes over from."
    },
    {
      "name": "validFrom",
      "type": {
        "type": "int",
        "logicalType": "date"
      },
      "doc": "Valid from."
    },
    {
      "name": "validTo",
      "type": [
        "null",
        {
          "type": "int",
          "logicalType": "date"
        }
      ],
      "default": null,
      "doc": "Valid to, inclusive."
    }
  ]
},
} satisfies Record<string, object>;
