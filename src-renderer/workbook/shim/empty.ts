/** Nothing of Node's is there in the window. */
export default {};
