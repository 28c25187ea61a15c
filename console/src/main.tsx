import { render } from 'preact';
import './shell/tokens.css';
import './shell/base.css';
import { Console } from './shell/console.tsx';
import { applyPreferences } from './shell/preferences.ts';

applyPreferences();
const root = document.getElementById('app');
if (root !== null) render(<Console />, root);
