import { span } from '@quay/units';

export const forecast = (name: string): string => `${name} in ${span('12 hours')}`;
