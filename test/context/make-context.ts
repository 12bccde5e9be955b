import { materialise } from '../../lib/context/materialise';
import { NodejsDockerfile } from '../../lib/image/index';

/** Makes the context of a directory, in a process of its own: `node make.js DIRECTORY OUTDIR`. */
const [directory, outdir] = process.argv.slice(2);
materialise(NodejsDockerfile.fromDirectory({ directory }), outdir, new Map());
