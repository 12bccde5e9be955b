import { decision, DECISIONS } from '../golden/decision-index';

describe('the decisions', () => {
  test('each has a number of its own, and none is left out', () => {
    const numbers = DECISIONS.map(file => file.slice(0, 4));
    expect(DECISIONS.filter(file => !/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$/.test(file))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test.each(DECISIONS)('%s has context, choice and consequence, in this order', file => {
    const text = decision(file);
    expect(text.split('\n')[0]).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. [A-Z].*[^.]$`));
    const parts = [...text.matchAll(/^\*\*(Context|Choice|Consequence)\.\*\*/gm)].map(match => match[1]);
    expect(parts).toEqual(['Context', 'Choice', 'Consequence']);
  });
});
