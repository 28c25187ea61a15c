import { builtInMedia } from '../../../functions/connectors/store/built-in-media.ts';
import { createMemoryPlatform } from '../../platform/memory/memory-platform.ts';
import { describeMediaStore } from './media-store-contract.ts';

describeMediaStore('the built-in catalogue', () => builtInMedia(createMemoryPlatform().records));
