import { nearest } from '../../props/index';
import { CommandError } from '../exit-code';
import { RegistryFault } from './programs/faults';

/** Parts that can be broken: a test of the sources, the registry at the first push, a push between two layers. */
export const FAULTS = ['test', 'registry', 'push'] as const;

export type FaultName = typeof FAULTS[number];

/** @throws CommandError if it is none */
export function requireFault(name: string | undefined): FaultName | undefined {
  const fault = FAULTS.find(known => known === name);
  if (name === undefined || fault !== undefined) return fault;
  const meant = nearest(name, [...FAULTS]);
  throw new CommandError(`--fault takes ${FAULTS.join(', ')}, received ${JSON.stringify(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}

/** True for one of the registry. */
export function isFault(fault: FaultName | undefined): fault is RegistryFault {
  return fault === 'registry' || fault === 'push';
}
