import { Findings, findings, KINDS, PACKS } from './findings';
import { RULES } from './rules';

const NAMES: { readonly [pack: string]: string } = { 'HIPAA.Security': 'HIPAA', 'NIST.800.53.R5': 'NIST', 'PCI.DSS.321': 'PCI' };

/** How many resources a rule finds, by kind: the packs that have a rule look at the same. */
function counts(found: Findings, rule: string): string {
  const packs = Object.values(found.get(rule) ?? {});
  return Object.keys(KINDS).map(kind => Math.max(0, ...packs.map(kinds => kinds[kind] ?? 0))).join(' / ');
}

/** What cdk-nag finds by default, and what is left with all that can be asked for. */
export function complianceTable(): string {
  const [before, after] = [findings(false), findings(true)];
  const rows = [...before.keys()].sort().map(rule => {
    const packs = Object.keys(PACKS).filter(pack => before.get(rule)![pack]).map(pack => NAMES[pack]).join(', ');
    const { found, kept, stays } = RULES[rule] ?? { found: '', stays: 'nobody has said why' };
    return `| ${rule} | ${packs} | ${found} | ${counts(before, rule)} | ${counts(after, rule)} | ${kept ?? `stays: ${stays}`} |`;
  });
  return [
    `| rule | packs | what is found | by default (${Object.keys(KINDS).join(' / ')}) | with all that can be asked for | kept by, or why it stays |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
