import * as fs from 'fs';
import * as path from 'path';
import { writing } from './disk';

/**
 * Writes a file into the output of a synthesis, beside its name and renamed: another synthesis may read it.
 *
 * @param what The file, for the message of a failure.
 */
export function writeOutputFile(what: string, file: string, content: string): void {
  writing(what, () => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}-${process.pid}`;
    fs.writeFileSync(temporary, content);
    fs.renameSync(temporary, file);
  });
}
