import { Command } from '../command';
import { BUILD } from './build';
import { COMPOSE } from './compose';
import { DOCKERFILE } from './dockerfile';
import { EXPLAIN } from './explain';
import { INIT } from './init';
import { INSPECT } from './inspect';
import { REHEARSE } from './rehearse';
import { RUN } from './run';

/** Every command, in the order in which they are of use. */
export const COMMANDS: readonly Command[] = [INSPECT, DOCKERFILE, BUILD, RUN, COMPOSE, REHEARSE, INIT, EXPLAIN];
