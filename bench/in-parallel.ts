/** Does `work` so many times, so many at a time; gives what it gave, in order. */
export async function inParallel<Result>(
  times: number,
  atOnce: number,
  work: (number: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let number = next++; number < times; number = next++) results[number] = await work(number);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
