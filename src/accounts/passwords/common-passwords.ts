/**
 * Passwords of ten characters and more that attackers try first; shorter ones are refused by their length.
 * Compared in lower case.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  0123456789 0987654321 1029384756 1111111111 1112223333 1122334455 1212121212 1231231234 1234512345 123456789a
  1234567890 12345678900 123456789012 12345678910 1234567891 123456789q 1234567898765 1357924680 147258369 1472583690
  1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3e 1qaz2wsx3edc 1qazxsw23edc 2222222222 3333333333 5555555555 7777777777 9876543210
  987654321a 9999999999 aaaaaaaaaa abc1234567 abcd123456 abcdefghij abcdefghijk administrator admin12345 admin123456
  administrator1 asdfasdfasdf asdfghjkl1 asdfghjkl; asdfghjkl123 azertyuiop babygirl123 basketball basketball1
  changeme123 changeme1234 cheesecake chocolate1 christopher christmas1 correcthorsebatterystaple dragonball
  football123 iloveyou12 iloveyou123 iloveyou1234 letmein123 letmein1234 liverpool1 liverpool123 manchester
  mynewpassword password00 password01 password10 password11 password12 password123 password1234 password12345
  password123456 password1! password!1 password2024 password2025 password2026 passwordpassword p@ssw0rd123
  passw0rd123 p@ssword123 princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv qazwsxedc1 qwe123qwe123 qwer123456
  qwerasdfzxcv qwerty1234 qwerty12345 qwerty123456 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[]
  skateboard sunshine123 superman123 trustno1trustno1 vitrine123 vitrine1234 welcome123 welcome1234 welcome12345
  zaq12wsxcde3 zxcvbnm123 zxcvbnmasdfghjkl
  `
    .trim()
    .split(/\s+/),
);
