// Gives the pages their words: those of every room, before anything is drawn. Each entry imports it first.
import { speak } from '../kit/i18n.js';
import en from './texts/en.js';
import zh from './texts/zh.js';

speak({ zh, en });
