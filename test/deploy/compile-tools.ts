import { COSIGN } from './cosign';
import { goTool } from './go-tools';

// Compiles what the deploy tests use of Go before they begin, for it takes minutes.
process.stdout.write(`${goTool(COSIGN)}\n`);
