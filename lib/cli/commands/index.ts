import { Command } from '../command';
import { BUILD } from './build';
import { DOCKERFILE } from './dockerfile';
import { EXPLAIN } from './explain';
import { INSPECT } from './inspect';

/** Every command, in the order in which they are of use. */
export const COMMANDS: readonly Command[] = [INSPECT, DOCKERFILE, BUILD, EXPLAIN];
