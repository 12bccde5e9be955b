import { execFileSync } from 'child_process';

/** What the emulator answers to a command of the AWS CLI, if anything. */
export function aws(...words: string[]): any {
  const answer = execFileSync('aws', [...words, '--output', 'json'], { encoding: 'utf8', stdio: 'pipe' });
  return answer && JSON.parse(answer);
}
