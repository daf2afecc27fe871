import '../styles/theme.css';
import '../styles/base.css';
import { mount } from 'svelte';
import { openConnection } from '../connection/open-connection.ts';
import App from './App.svelte';

mount(App, { target: document.body, props: { connection: openConnection(window) } });
