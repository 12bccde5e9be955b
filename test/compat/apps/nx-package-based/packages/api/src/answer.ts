import ms from 'ms';
import { filling } from '@lock/gates';

export const answer = (): string => `full in ${ms(filling(3))}`;
