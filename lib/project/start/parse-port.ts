import { argumentsOf, environmentOf, Invocation } from '../scripts/invocation';

/**
 * `${PORT:-3000}`, `${PORT:=3000}`.
 */
const DEFAULT_VALUE = /^\$\{\w+:?[-=](\d+)\}$/;

/**
 * The port that a command names, undefined if it names none.
 *
 * @param passed the arguments of the application; those in front of them may be node's own, whose `-p` prints
 */
export function parsePort(invocation: Invocation, passed = argumentsOf(invocation)): number | undefined {
  const options = passed.flatMap((word, index) => {
    const attached = /^(?:--port=|-p=?)(.+)$/.exec(word)?.[1];
    return attached ?? (word === '--port' || word === '-p' ? passed[index + 1] ?? [] : []);
  });
  return [...options, environmentOf(invocation).PORT].map(portOf).find(port => port !== undefined);
}

function portOf(text: string | undefined): number | undefined {
  const digits = text === undefined ? undefined : DEFAULT_VALUE.exec(text)?.[1] ?? text;
  const port = /^\d{1,5}$/.test(digits ?? '') ? Number(digits) : 0;
  return port > 0 && port < 65536 ? port : undefined;
}
