import { describeServices, describeWholeServices } from './many-services';

jest.setTimeout(120_000);

// three hundred of them are in test/deploy: they take a minute
describeServices(24, 8);
describeWholeServices(24, 8);
