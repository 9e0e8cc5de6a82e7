/** A chosen file's bytes in base64, as routes take uploads. Raises a DOMException where it cannot be read. */
export async function inBase64(file: Blob): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("The file cannot be read."));
    reader.readAsDataURL(file);
  });
  return address.slice(address.indexOf(",") + 1);
}
