import { describeServices } from '../pipeline/monorepo/many-services';

jest.setTimeout(900_000);

describeServices(300, 40);
