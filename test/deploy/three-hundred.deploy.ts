import { describeServices, describeWholeServices } from '../pipeline/monorepo/many-services';

jest.setTimeout(900_000);

describeServices(300, 40);
describeWholeServices(300, 40);
