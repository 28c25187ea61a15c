import { describeRecords } from '../records-contract.ts';
import { createMemoryPlatform } from './memory-platform.ts';
import { MemoryRecords } from './memory-records.ts';

describeRecords('memory', () => new MemoryRecords());
// Through the counting proxy, too: it is what the tests of the platform see.
describeRecords('the memory platform', () => createMemoryPlatform().records);
