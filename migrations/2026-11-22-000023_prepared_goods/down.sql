DROP TABLE prepared_goods;
