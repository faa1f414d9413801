import type { FormHTMLAttributes } from "react";

/** `next/form` as a plain form, which the frame keeps from leaving. */
export default function Form(props: FormHTMLAttributes<HTMLFormElement>) {
  return <form {...props} />;
}
