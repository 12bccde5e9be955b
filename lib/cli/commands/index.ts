import { Command } from '../command';
import { INSPECT } from './inspect';

/** Every command, in the order in which they are of use. */
export const COMMANDS: readonly Command[] = [INSPECT];
