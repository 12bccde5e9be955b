/** So many are worked on at once. */
const WORKERS = 8;

/** Does the work of each, some side by side; the first error ends all. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  }));
}
