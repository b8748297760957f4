import type { Block } from '../briefing-document.js';

export const section = (text: string): Block => ({ kind: 'heading', level: 1, text });
export const part = (text: string): Block => ({ kind: 'heading', level: 2, text });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
