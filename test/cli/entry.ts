import { main } from '../../lib/cli/main';

main();
