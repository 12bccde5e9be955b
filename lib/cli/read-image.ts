import { contextFacts } from '../context/context-warnings';
import { contentsOf, warningsOf } from '../context/materialise';
import { Contents } from '../context/read-contents';
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
  const contents = contentsOf(dockerfile, [], new Map());
  return {
    dockerfile,
    contents,
    facts: [...dockerfile.facts, ...contextFacts(contents)],
    warnings: [...dockerfile.warnings, ...warningsOf(dockerfile, contents)],
  };
}
