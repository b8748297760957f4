import { residentIdentityCheckDigit } from '../../../schemas/identifiers/resident-identity-number.js';
import { addDays } from '../calendar.js';
import type { Cells } from '../exports/cell.js';
import type { Feed } from '../exports/export-row.js';
import type { Random } from '../random.js';
import { dayIn, textIn, type Fault, type Spoiling } from './fault.js';

/** What goes wrong with a worker's identity card, the same in every feed that names persons. */
export function identityFaults<Ground>(feed: Feed, ground: Ground): Fault<Ground>[] {
  const fault = (name: string, description: string, spoil: Fault<Ground>['spoil']): Fault<Ground> => ({
    fault: name,
    feed,
    description,
    ground,
    spoil,
  });
  return [
    fault('certificate-number-one-digit-lost', '身份证号少录一位', withoutOneDigit),
    fault('certificate-number-last-digit-wrong', '身份证号末位录错', lastDigitWrong),
    fault(
      'certificate-number-thirtieth-of-february',
      '身份证号中的出生日期不存在',
      bornOn((year) => `${year}0230`),
    ),
    fault('certificate-number-place-never-existed', '身份证号前六位从未是行政区划', placeNeverExisted),
    fault(
      'certificate-number-birth-in-2041',
      '身份证号中的出生日期在将来',
      bornOn(() => '20410615'),
    ),
    fault('sex-not-that-of-certificate', '性别与身份证号第17位不符', otherSex),
    fault('birth-date-not-that-of-certificate', '出生日期与身份证号不符', otherBirthDate),
  ];
}

function withoutOneDigit(cells: Cells, random: Random): Spoiling {
  const number = textIn(cells, 'workerCertificateNumber');
  const at = random.int(7, 15);
  return { cells: { workerCertificateNumber: number.slice(0, at) + number.slice(at + 1) } };
}

function lastDigitWrong(cells: Cells, random: Random): Spoiling {
  const number = textIn(cells, 'workerCertificateNumber');
  const others = [...'0123456789'].filter((digit) => digit !== number.at(-1));
  return { cells: { workerCertificateNumber: number.slice(0, 17) + random.pick(others) } };
}

/** Right but for its birth date; the column 出生日期 stays empty, or it would disagree as well. */
function bornOn(birth: (year: string) => string): Fault<unknown>['spoil'] {
  return (cells) => {
    const number = textIn(cells, 'workerCertificateNumber');
    const first17 = number.slice(0, 6) + birth(number.slice(6, 10)) + number.slice(14, 17);
    return { cells: { workerCertificateNumber: first17 + residentIdentityCheckDigit(first17), workerBirthDate: null } };
  };
}

/** 229999 never was a division. */
function placeNeverExisted(cells: Cells): Spoiling {
  const first17 = `229999${textIn(cells, 'workerCertificateNumber').slice(6, 17)}`;
  return { cells: { workerCertificateNumber: first17 + residentIdentityCheckDigit(first17) } };
}

/** Written as the column writes it: code or name. */
function otherSex(cells: Cells): Spoiling {
  const swap: Readonly<Record<string, string>> = { '1': '2', '2': '1', 男性: '女性', 女性: '男性' };
  return { cells: { workerSex: swap[textIn(cells, 'workerSex')] ?? '2' } };
}

function otherBirthDate(cells: Cells, random: Random): Spoiling {
  return { cells: { workerBirthDate: { day: addDays(dayIn(cells, 'workerBirthDate'), random.int(1, 400)) } } };
}
