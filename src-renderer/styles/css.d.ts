/** A style sheet that is only imported for its effect; the bundler takes it out of the program. */
declare module '*.css';
