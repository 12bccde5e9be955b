import { days } from '@shop/util';

export function greeting(name: string): string {
  return `hello ${name}, in ${days(2)}`;
}
