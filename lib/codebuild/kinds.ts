import { durationIn, foreign } from '../props/index';

/** A length of time; a number has no unit, so what is written for it is a guess by its prop. */
export const DURATION = durationIn('minutes', 'seconds');

export const PLATFORM = foreign('Platform', value => typeof value !== 'string' ? undefined
  : /arm|aarch/i.test(value) ? 'Platform.LINUX_ARM64' : /amd|x86/i.test(value) ? 'Platform.LINUX_AMD64' : undefined);
