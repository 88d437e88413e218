// Shows a question that depends on another one only where it is asked. The server decides; without this script, all show.

const valuesOf = (form, name) =>
  [...form.elements]
    .filter((field) => field.name === name || field.name.startsWith(`${name}.`))
    .filter(({ type, checked }) => (type === "checkbox" || type === "radio" ? checked : true))
    .map((field) => (field.type === "checkbox" && field.name !== name ? field.name.slice(name.length + 1) : field.value));

export function showWhereAsked(block) {
  const form = block.closest("form");
  const among = block.dataset.among.split(" ");
  const name = block.dataset.when;
  const isHere = [...form.elements].some((field) => field.name === name || field.name.startsWith(`${name}.`));
  const update = () => {
    block.hidden = isHere && !valuesOf(form, name).some((value) => among.includes(value));
  };
  form.addEventListener("input", update);
  update();
}
