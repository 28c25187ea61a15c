import { render } from 'preact';
import './shell/tokens.css';
import './shell/base.css';
import { Console } from './shell/console.tsx';
import { applyPreferences, language } from './shell/preferences.ts';
import { loadLanguage } from './texts/languages.ts';

applyPreferences();
const root = document.getElementById('app');
if (root !== null) loadLanguage(language.value).then(() => render(<Console />, root));
