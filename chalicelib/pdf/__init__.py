"""Papers: PDF files that screen readers can read, of headings, paragraphs and tables. Pure: the same in, the same out.

Written here because the libraries that do it bring more than the whole package may weigh (docs/decisions/0067).
"""
