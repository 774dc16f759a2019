/** Code that breaks the rules, in packages named as the library's. The rules' tests read it; nothing runs it. */
package badexample;
