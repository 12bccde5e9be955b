import * as fs from 'fs';
import * as http from 'http';
import * as path from 'path';

/** Stands for the CLI of AWS, of which a buildspec asks one thing: `aws s3 cp s3://BUCKET/KEY FILE`. */
export async function runAws(words: readonly string[]): Promise<number> {
  const [service, operation, ...rest] = words;
  const [from, to, ...more] = rest.filter(word => word !== '--only-show-errors');
  if (service !== 's3' || operation !== 'cp' || !from?.startsWith('s3://') || to === undefined || more.length > 0) {
    process.stderr.write(`aws ${words.join(' ')}: a rehearsal has no account of AWS, and knows aws s3 cp s3://BUCKET/KEY FILE alone\n`);
    return 255;
  }
  const { status, body } = await get(`${process.env.AWS_ENDPOINT_URL}/${from.slice('s3://'.length)}`);
  if (status !== 200) {
    process.stderr.write(`fatal error: An error occurred (${status}) when calling the GetObject operation: there is no ${from} among the assets\n`);
    return 1;
  }
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.writeFileSync(to, body);
  return 0;
}

function get(url: string): Promise<{ readonly status: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    http.get(url, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', chunk => chunks.push(chunk)).on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    }).on('error', reject);
  });
}
