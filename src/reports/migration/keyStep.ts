import { block, code } from './markdown.js';
import { day } from '../words/names.js';
import { shellWord } from '../words/safe/commandLine.js';
import {
  keepsItsOwn,
  keyName,
  needsCertificate,
  pathOfPair,
  rerun,
  RERUN_FOLDER,
  sayOf,
  shell,
  type ReadmeStep,
  type Written,
} from './commands.js';

export const keyStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { result, migration } = written;
  const state = migration.parts?.certificate ?? 'unknown';
  const title = say('step.key.title');
  const until = migration.certificateDate === undefined ? [] : [day(migration.certificateDate)];
  if (keepsItsOwn(written)) return { title, sections: [say(`setup.${state}`, ...until)] };
  if (result.certificate !== undefined) {
    const { subject, bits, validTo, fingerprint } = result.certificate;
    return { title, sections: [say('step.key.given', code(subject), bits, code(fingerprint), day(validTo))] };
  }
  if (state === 'in-place') return { title, sections: [say('setup.kept', ...until)] };
  return {
    title,
    sections: [
      ...(state === 'expired' ? [say('step.key.expired', ...until)] : []),
      say('step.key.text'),
      makePair(written),
      say('step.key.once'),
      ...(needsCertificate(written) ? [say('step.key.rerun', RERUN_FOLDER), shell(rerun(written) ?? [])] : []),
    ],
  };
};

/** The subshell keeps the mask from staying. Pasting it twice doesn't replace the key, which a client may already use. */
const makePair = (written: Written): string => {
  const [key, certificate] = [pathOfPair(written, 'key'), pathOfPair(written, 'cert')];
  return block('sh', [
    '(umask 077 && mkdir -p ~/jwt-keys &&',
    `test ! -e ${key} &&`,
    'openssl req -x509 -newkey rsa:2048 -nodes -days 365 \\',
    `  -subj ${shellWord(`/CN=${keyName(written)}`)} \\`,
    `  -keyout ${key} \\`,
    `  -out ${certificate})`,
    `openssl x509 -in ${certificate} \\`,
    '  -noout -subject -enddate -fingerprint -sha256',
  ]);
};
