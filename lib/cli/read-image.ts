import { contextRulesOf } from '../delivery/context/context-rules-of';
import { contextFacts, contextWarnings } from '../delivery/context/context-warnings';
import { Contents, readContents } from '../delivery/context/read-contents';
import { readersWarnings, requireReadFiles } from '../delivery/context/require-entries';
import { NodejsDockerfile, NodejsImageOptions } from '../image/index';
import { ProjectFact, ProjectWarning } from '../project/index';

/** An image as a construct would plan it, with what enters its build context. */
export interface ReadImage {
  readonly dockerfile: NodejsDockerfile;
  readonly contents: Contents;
  readonly facts: readonly ProjectFact[];
  readonly warnings: readonly ProjectWarning[];
}

/** Reads a project as the constructs do; nothing is written. */
export function readImage(options: NodejsImageOptions): ReadImage {
  const dockerfile = NodejsDockerfile.fromDirectory(options);
  const contents = readContents(dockerfile.project.installDirectory, { rules: contextRulesOf(dockerfile), outside: [] });
  requireReadFiles(dockerfile, contents);
  const warnings = [...dockerfile.warnings, ...readersWarnings(dockerfile, contents), ...contextWarnings(dockerfile, contents)];
  return {
    dockerfile,
    contents,
    facts: [...dockerfile.facts, ...contextFacts(contents)],
    warnings: warnings.filter(({ message }, index) => warnings.findIndex(other => other.message === message) === index),
  };
}
