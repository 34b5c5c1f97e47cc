import { createRoot } from 'react-dom/client';
import './base.css';
import { App } from './views/app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element named root');
createRoot(root).render(<App />);
