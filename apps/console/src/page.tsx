import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LabProvider, LabStore } from './store/lab.ts';
import './style.css';
import { App } from './views/app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element named root');
const lab = new LabStore();
lab.start();
createRoot(root).render(
  <StrictMode>
    <LabProvider value={lab}>
      <App />
    </LabProvider>
  </StrictMode>,
);
