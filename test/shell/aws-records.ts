import * as fs from 'fs';
import * as path from 'path';
import { toTagged } from '../steps/tagged-json';

/** Calls of AWS, and what it was made to answer. */
export interface AwsRecord {
  readonly calls: readonly { readonly service: string; readonly operation: string; readonly input: unknown }[];
  readonly answers: { readonly [operation: string]: readonly unknown[] };
  readonly errors: { readonly [operation: string]: readonly string[] };
}

/** Adds calls of AWS to the file that AWS_RECORDS names, for test/deploy/aws-models.deploy.ts. */
export function keepForModels(record: AwsRecord): void {
  if (!process.env.AWS_RECORDS) return;
  fs.appendFileSync(process.env.AWS_RECORDS, `${toTagged({ suite: path.basename(expect.getState().testPath!), ...record })}\n`);
}
