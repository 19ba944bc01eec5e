export const PAGE_HTML = '<!doctype html><title>x</title>';
