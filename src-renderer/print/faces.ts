/** Waits until every face the page needs is loaded and drawn; a printed page must not show a box where a letter belongs. */
export async function facesDrawn(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
  // a first layout asks for the faces it needs; loading one can bring another into need (a weight, a script)
  for (let round = 0; round < 5; round++) {
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    if (document.fonts.status === 'loaded') break;
  }
}
