import { createRoot } from 'react-dom/client';
import './base.css';
import { pageLanguage } from './language.ts';
import { App } from './views/app.tsx';

document.documentElement.lang = pageLanguage();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element named root');
createRoot(root).render(<App />);
