import ms from 'ms';
import names from './names.json';

export const between = hours => `${names.join(' and ')} change every ${ms(`${hours}h`)} milliseconds`;
